"""First names common in France and overseas, folded: they tell which of two words, or of two columns, is the first name."""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    aaron abdallah abdel abdou abel abigail adam adama adelaide adele adeline adrian adrien adrienne agathe agnes
    ahmed aicha aida aime aimee aissa aissatou alain alan alban albane albert alberte alberto alex alexandra alexandre
    alexandrine alexia alexis alfred ali alice alicia alienor aline alison alix alizee alphonse amadou amanda amandine
    amaury amber ambre ambroise amelia amelie amina aminata amine amir anais anastasia anatole andre andrea andreas
    andree andrew andy ange angela angele angelina angelique angie anita ann anna annabelle anne annette annick annie
    anouk anthony antoine antoinette anton antonin antonio apolline archibald ariane ariel aristide arlette armand
    armande armelle arnaud arsene arthur assia astrid athenais aude audrey auguste augustin aure aurelia aurelie
    aurelien aurore awa axel axelle aya ayoub aziz baptiste barbara bart bastien beatrice ben benedicte benjamin
    benoit berenice bernadette bernard berthe bertrand betty bilal blaise blanche blandine boris boubacar brahim
    brandon brenda brian brice brigitte bruno bryan camelia camille capucine carine carl carla carlos carmen carole
    carolina caroline cassandra catherine cathy cecile cecilia cedric celeste celestin celia celine cesar chantal
    charlene charles charlie charline charlotte chelsea cherif chiara chloe chris christel christelle christian
    christiane christina christine christophe christopher cindy claire clara clarisse claude claudette claudia claudie
    claudine claudio clea clemence clement clementine cleo cloe clothilde clotilde clovis colette colin coline
    constance constant constantin coralie corentin corinne cyndie cynthia cyprien cyrielle cyril cyrille dalila damien
    dan daniel daniela daniele danielle danny daphne dave david deborah delphine denis denise denys derek desire
    desiree diana diane didier diego dimitri dina djamila djibril dolores dominique donatien dora dorian doriane
    dorine doris dorothee douglas dylan eddie eddy edgar edith edmond edmonde edouard edwige edwin elea elena eleonore
    eli eliane elias elie eliette eline elisa elisabeth elise elizabeth ella ellen elliot elodie eloi eloise elsa
    elvire elvis emeline emeric emile emilie emilien emilienne emma emmanuel emmanuelle emy enora enzo eric erica
    erick ericka erik erika erin ernest ernestine erwan erwann esteban estelle esther etienne etiennette eudes eugene
    eugenie eulalie eva evan evans eve evelyne evie evy ezechiel fabien fabienne fabio fabrice faiza fanny farid
    farida fatiha fatima fatou fatoumata faustine fawzi felicia felicie felicien felicite felix ferdinand fernand
    fernande fernando fidele fiona firmin flavie flavien fleur flora flore florence florent florian floriane francesca
    francette francine francis francisco francisque franck francklin francky franco francois francoise frank frantz
    fred freddy frederic frederick frederique gabin gabriel gabriela gabrielle gael gaelle gaetan gaetane garance gary
    gaspard gaston gauthier gautier genevieve geoffrey geoffroy george georges georgette georgina gerald geraldine
    gerard germain germaine gerson gervais ghislain ghislaine ghyslaine gilbert gilberte gilda gildas gilles gina
    ginette gino gisele giselle gladys gloria godefroy grace graziella gregoire gregory greta guenola guillaume
    guillemette gustave guy guylaine guylene gwenael gwenaelle gwendoline gwendolyn gwladys habib hadrien hakim hamed
    hamid hamza hanna hannah harold harry hassan hassane hector hedi helena helene heloise henri henriette henry
    herbert hermance hermann hermine herve hicham hilaire hilda hippolyte honore honorine hortense houda hubert hugo
    hugues humbert hyacinthe ibrahim ibrahima ibtissem ida ignace igor ilan ilona ilyes imane ines ingrid irene iris
    irma isaac isabel isabella isabelle isaie ismael ivan ivana jacinthe jack jackie jacky jacob jacqueline jacques
    jade jamal james jamila jan jane janine jasmine jason jasper javier jayden jean jeanine jeanne jeannette jeannine
    jeanny jeff jefferson jennifer jenny jeremie jeremy jerome jess jessica jessie jessy jesus jim jimmy joachim joan
    joana joanna jocelin joceline jocelyn jocelyne joe joel joelle joey johan johann johanna johanne john johnny jonas
    jonathan jordan jordane jorge jose josee joseph josephine josette joshua josiane josselin josue josy joy joyce
    juan judicael judickael judith judy jules julia julian juliana julie julien julienne juliette june junior justin
    justine kader kamel kamila karen karim karima karin karine karl katell kathleen kathy katia katie katy kelly
    kelvin ken kenny kenza kerly kerry kevin khadija khaled kim kristel kylian laetitia laila lamine landry lara
    larissa larry laura laure laureen laureline laurence laurene laurent laurette lauriane laurianne laurie laurine
    lazare lea leah leana leandre leandro leatitia leila lelia lena lenny leo leon leonard leonce leone leonie leopold
    leopoldine leslie lethicia leticia leyla lia liam lidia lila lilas lilia lilian liliane lilly lilou lily lina
    linda line lionel lisa lise lisette lisiane lison liz lizzie loan loann loic lois lola lorena lorenzo loretta
    lorraine lou louane louis louisa louise louisette louka loup luc luca lucas lucette lucia lucie lucien lucienne
    lucile lucille lucinda lucrece lucy ludivine ludmila ludovic ludwig luigi luis luka lukas luna lydia lydie lyna
    lynda lyse lysiane mabel madeleine madeline mady mae mael maelle maellys maelys maeva magali magalie magda
    magloire maguy mahe mahmoud mai maia maite malek malia malick malika malo malorie mamadou manoel manon manuel
    manuela marc marceau marcel marcelin marceline marcelle marcia marco margaret margaux margot marguerite maria
    mariam mariama mariana marianne marie mariella marielle mariette marilou marilyn marilyne marin marina marine
    mario marion marise marius marjolaine marjorie marjory mark marlene marley marlon maroussia martha marthe martial
    martin martine marvin mary maryam marylene maryline maryse maryvonne massimo mateo mathias mathieu mathilda
    mathilde mathis mathurin matt matteo matthew matthias matthieu maud maude maureen maurice mauricette maurine max
    maxane maxence maxime maximilien maxine may maya maylis medhi mehdi melaine melanie melina melinda meline melissa
    melodie mercedes meriem merlin meryl mia michael michel michele micheline michelle mickael miguel mike mila milan
    milena milene mimi mina mireille miriam moana modeste mohamed mohammed moise momar mona monica monique morgan
    morgane mouhamed mouna mounir mourad moussa muriel murielle murphy mustapha mylan mylene myriam myrtha nabil nada
    nadege nadia nadine nadir nael naima nancy naomi narcisse nassim natacha natasha nathalia nathalie nathan
    nathanael nathaniel nawel nell nelly nelson nelsy nestor nicholas nicolas nicole nicoletta nikita nils nina nino
    noa noah noe noel noelie noelle noemie nolan nolwenn nora norbert nordine norma norman nour nouria oceane octave
    octavie odette odile odilon olga olive oliver olivia olivier olympe omar ondine ophelie orane oriana oriane
    orlando orlane oscar oswald otis oumar ousmane owen pablo paco palmyre paloma pamela paola paolo pascal pascale
    pascaline patrice patricia patrick paul paula paule paulette paulin pauline pedro peggy penelope perceval perla
    perrine peter philibert philippe philomene pierre pierrette pierrick prisca priscilla prosper prudence prunelle
    quentin rachel rachid rachida rafael rainier raissa ralf ralph ramon ramona ramzi raoul raphael raphaelle raymond
    raymonde rebecca regine regis reine remi remy renald renaud rene renee reynald rhea rhoda ricardo richard rita
    robert roberta roberto robin rocio rodolphe rodrigo rodrigue roger rokia roland rolande rolando romain romaine
    roman romane romeo romuald romy ronald ronan ronny rosa rosalie rosalind rosaline rosan rosange rosanna rose
    roselyne rosemary rosemay rosemonde rosette rosie rosine rosita rosy roxane roxanne ruben rudolph rudy ruth ryan
    sabine sabrina sacha said saida salima salimata sally salma salome salvador sam samantha samia samir samira sammy
    samson samuel samy sandra sandrine sandy santiago sara sarah sasha saskia scott sean sebastien sega selena selim
    selma serena serge sergio servane severin severine seydou shana sharlene sharon sheila shelby shelly shirley
    sibylle sidney sidonie sidy simeon simon simone sixtine sofia sofiane soizic solal solange solene solenn solenne
    soline sonia sophia sophie soraya stacy stan stanislas steeve steevens steevy stella stephane stephanie stephen
    steve steven stevie sullivan sultana sulyvan suzanne suzette suzon suzy sven sybille sylvain sylvaine sylvana
    sylvere sylvestre sylvette sylvia sylviane sylvie tahar tamara tangi tanguy tania tara tatiana ted teddy terence
    teresa tess tessa thais thea thelia thelma theo theodora theodore theophile therese thibaud thibauld thibault
    thibaut thierry thomas thylan tiago tiana tibor tiffany timeo timothe timothee timothy tina tino titouan tom tommy
    toni tony toussaint tracy tristan tugdual turenne tyler ugo ulla ulrich ulysse urbain ursula valdo valentin
    valentine valentino valere valeria valerian valerie valery vanessa vasco vera verena veronique vianney vicky
    victoire victor victoria victorien victorin victorine vincent vincente violaine violetta violette virginie viviane
    vivien vivienne vladimir walid walter wanda warren wassim wenceslas wendell wendy wesley wilfrid wilfried wilhem
    will willem william williams willy wilson winston xavier xaviere yacine yael yaelle yan yanick yanis yann yanne
    yannick yannis yasmina yasmine yassine yline yoan yoann yoanna yohan yohann yolaine yolanda yolande yolene youcef
    youri youssef youssouf ysee yuna yusuf yvan yveline yvelise yves yvette yvon yvonne zacharie zachary zahra zelda
    zelie zephirin zephyr zina zineb zita zoe zohra zora zoubida
    """.split()
)

# First names that begin a compound one even without a hyphen: Jean Paul, Marie Claire.
COMPOUND = frozenset(
    [
        "jean",
        "marie",
        "anne",
        "pierre",
        "paul",
        "louis",
        "charles",
        "francois",
        "michel",
        "claude",
        "rose",
        "anna",
        "guy",
        "luc",
        "marc",
        "jose",
        "juan",
        "maria",
        "mary",
    ]
)


# Last names as often as first names.
SURNAMES_TOO = frozenset(
    """
    adam albert alexandre alexis ali ambroise andre anthony arnaud aubin augustin baptiste barry benoit bernard
    bertrand blaise celestin charles clement constant craig daniel david denis desire diallo didier ernest etienne
    eugene fabien felix fleur francois gabriel gaspard gaston gauthier gautier george georges gerard germain gervais
    gilles guillaume harry henri henry hilaire honore hubert hyacinthe isaac jacques james john jordan joseph jules
    julien kelly ken lambert laurent leon leonard lewis louis luc lucas marcel marley martin mathieu maurice max
    michel modeste morel murphy narcisse nelson nicolas noel olivier oscar patrick philippe prosper raymond remy rene
    richard robert robin roger rose samson samuel scott severin simon stephen sylvestre taylor theodore thomas titus
    toussaint urbain valentin victor vincent vital warren william williams wilson
    """.split()
)


def likeness(folded: str) -> int:
    """How much a folded word is a first name: 2 when it is one, 1 when it is as often a last name, 0 when it is not known."""
    word = folded.partition(" ")[0]
    return 0 if word not in FIRST_NAMES else 1 if word in SURNAMES_TOO else 2


def is_first_name(folded: str) -> bool:
    """Whether a folded word or name (« jean », « jean baptiste ») begins with a common first name."""
    return folded.partition(" ")[0] in FIRST_NAMES
