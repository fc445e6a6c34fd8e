"""First names common in France and overseas, folded: they tell which of two words, or of two columns, is the first name."""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    aaron abdallah abdel abdou abel abigail adam adama adele adeline adelaide adrian adrien adrienne agathe agnes ahmed aicha aida aime aimee aissa
    aissatou alain alan alban albane albert alberte alberto alex alexandra alexandre alexandrine alexia alexis alfred ali alice alicia alienor aline alison
    alix alizee alphonse amadou amandine amanda amaury amber ambre ambroise amelia amelie amina aminata amine amir anais anastasia anatole andre andrea
    andreas andree andrew andy ange angela angele angelina angelique angie anita ann anna annabelle anne annette annick annie anouk anthony antoine
    antoinette anton antonin antonio apolline archibald ariane ariel aristide arlette armand armande armelle arnaud arsene arthur assia astrid athenais
    aude audrey auguste augustin aure aurelia aurelie aurelien aurore awa axel axelle aya ayoub aziz baptiste barbara bart bastien beatrice ben benedicte
    benjamin benoit berenice bernadette bernard berthe bertrand betty bilal blaise blanche blandine boris boubacar brahim brandon brenda brian brice brigitte
    bruno bryan camelia camille capucine carine carl carla carlos carmen carole carolina caroline cassandra catherine cathy cecile cecilia cedric celeste
    celestin celia celine cesar chantal charlene charles charlie charline charlotte chelsea cherif chiara chloe chris christel christelle christian
    christiane christina christine christophe christopher cindy claire clara clarisse claude claudette claudia claudie claudine claudio clea clemence clement
    clementine cleo cloe clothilde clotilde clovis colette colin coline constance constant constantin coralie corentin corinne cyndie cynthia cyprien cyril
    cyrille cyrielle dalila damien dan daniel daniela daniele danielle danny daphne david dave deborah delphine denis denise denys derek desire desiree
    diana diane didier diego dimitri dina djamila djibril dolores dominique donatien dora doris dorian dorine doriane dorothee douglas dylan eddie eddy
    edgar edith edmond edmonde edouard edwige edwin elea eleonore elena eli eliane elias elie eliette eline elisa elisabeth elise elizabeth ella ellen
    elliot eloi eloise elodie elsa elvire elvis emeline emeric emile emilie emilien emilienne emma emmanuel emmanuelle enora enzo eric erica erick ericka
    erika erin erik ernest ernestine erwan erwann estelle esteban esther etienne etiennette eudes eugene eugenie eulalie eva evan evans eve evelyne
    ezechiel fabien fabienne fabio fabrice faiza fanny farid farida fatima fatiha fatou fatoumata faustine fawzi felicia felicie felicien felicite felix
    ferdinand fernand fernande fernando fidele fiona firmin flavie flavien fleur flora flore florence florent florian floriane francesca francette francine
    francis francisco francisque franck francklin francky franco francois francoise frank frantz fred freddy frederic frederick frederique gabin gabriel
    gabriela gabrielle gaelle gael gaetan gaetane garance gary gaspard gaston gauthier gautier genevieve geoffrey geoffroy georges george georgette
    georgina gerald geraldine gerard germain germaine ghislain ghislaine ghyslaine gilbert gilberte gildas gilda gilles gina ginette gino gisele giselle
    gladys gloria godefroy grace graziella gregoire gregory greta guenola guillaume guillemette gustave guy guylaine guylene gwenaelle gwenael gwendoline
    gwendolyn gwladys habib hadrien hakim hamed hamid hamza hanna hannah harold harry hassan hassane hector hedi helena helene heloise henri henriette henry
    herbert hermann hermine herve hicham hilaire hilda hippolyte honore honorine hortense houda hugo hugues hubert humbert ibrahim ibrahima ibtissem
    ida ignace igor ilan ilona ilyes imane ines ingrid irene iris irma isaac isabel isabella isabelle isaie ismael ivan ivana jacinthe jack jackie jacky
    jacob jacqueline jacques jade jamal james jamila jan jane janine jasmine jason jasper javier jayden jean jeanine jeanne jeannette jeannine jeff jefferson
    jennifer jenny jeremie jeremy jerome jess jessica jessie jessy jesus jim jimmy joachim joan joana joanna joceline jocelyn jocelyne joe joel joelle
    joey johan johann johanna johanne john johnny jonas jonathan jordan jordane jorge jose josee joseph josephine joshua josiane josselin josette josue
    josy joy joyce juan judith judy jules julia julian juliana julie julien julienne juliette june junior justin justine kader kamel kamila karen karim
    karima karin karine karl katell kathleen kathy katia katie katy kelly ken kenny kenza kerry kevin khadija khaled kim kristel kylian laetitia laila
    lamine lara larissa larry laura laure laureen laureline laurence laurene laurent laurette laurianne laurie lauriane laurine lazare lea leandre leandro
    leah leana leila lelia lena leo leon leonard leonce leone leonie leonard leopold leopoldine leslie lethicia leticia leyla lia liam lidia lila lilia lilian liliane lilly
    lilou lina linda line lionel lisa lise lisette lisiane lison liz lizzie loan loic lois lola lorena lorenzo loretta lorraine lou louane louis louisa
    louise louisette louka loup luc luca lucas lucette lucia lucie lucien lucienne lucile lucille lucinda lucrece ludivine ludmila ludovic luigi luis
    luka lukas luna lydia lydie lyna lynda mabel madeleine madeline mady mae mael maelle maelys maeva magali magalie magda magloire maguy mahe mahmoud mai maia maite
    malek malia malick malika malo malorie mamadou manon manuel manuela marc marcel marceau marcelin marceline marcelle marcia marco margaret margaux
    margot marguerite maria mariam mariama mariana marianne marie mariella marielle mariette marilou marilyn marilyne marin marina marine mario marion
    marise marius marjolaine marjorie marjory mark marlene marley maroussia martha marthe martial martin martine marvin mary maryam marylene maryline
    maryse maryvonne massimo mateo mathias mathieu mathilda mathilde mathis mathurin matt matteo matthew matthias matthieu maud maude maureen maurice
    mauricette maurine max maxence maxime maximilien maxine may maya maylis medhi mehdi melaine melanie melina melinda meline melissa melodie mercedes
    meriem merlin meryl mia michael michel michele micheline michelle mickael miguel mike mila milan milena milene mimi mina mireille miriam moana
    modeste mohamed mohammed moise momar mona monica monique morgan morgane mouhamed mouna mounir mourad moussa muriel murielle mustapha mylene myriam myrtha
    nabil nada nadege nadia nadine nael naima nancy naomi narcisse nassim nathalia nathalie nathan nathanael natacha natasha nawel nell nelly nelson nestor
    nicholas nicolas nicole nicoletta nikita nils nina nino noa noah noe noel noelle noelie noemie nolan nolwenn nora norbert nordine norma norman nour
    nouria oceane octave octavie odette odile odilon olga olive oliver olivia olivier olympe omar ondine ophelie oriane orlane orlando oscar oswald otis
    oumar ousmane owen pablo paco palmyre paloma pamela paola paolo pascal pascale pascaline patrice patricia patrick paul paula paule paulette paulin
    pauline pedro peggy penelope perceval perla perrine peter philibert philippe philomene pierre pierrette pierrick prisca priscilla prosper prudence
    quentin rachel rachid rachida rafael raissa ralph ramon ramona ramzi raoul raphael raphaelle raymond raymonde rebecca regine regis reine remi remy
    renald renaud rene renee reynald rhea rhoda ricardo richard rita robert roberta roberto robin rocio rodolphe rodrigue rodrigo roger rokia roland rolande
    rolando romain romaine roman romane romeo romuald ronald ronan ronny rosa rosalie rosalind rosaline rosan rose roselyne rosemary rosemonde rosette
    rosie rosine rosita ruben rudolph rudy ruth ryan sabine sabrina sacha saida said salima salimata sally salma salome salvador sam samantha samia samir
    samira sammy samuel samy sandra sandrine sandy santiago sara sarah sasha saskia scott sean sebastien sega selena selim selma serena serge sergio
    servane severin severine seydou sharon shana sharlene sheila shelby shelly shirley sibylle sidonie sidney sidy simeon simon simone sixtine
    sofia sofiane solal solange solene solenn soline sonia sophia sophie soraya stacy stan stanislas stella stephane stephanie stephen steeve steevy steve
    steven stevie sullivan sultana suzanne suzette suzy sven sybille sylvain sylvaine sylvana sylvere sylvestre sylvette sylvia sylviane sylvie tahar
    tamara tania tanguy tania tara tatiana ted teddy teresa terence tess tessa thais thea thelma theo theodora theodore theophile therese thibaud thibault
    thibaut thierry thomas tiago tibor tiffany timothe timothee timothy tina titouan tom tommy toni tony toussaint tracy tristan tyler ugo ulrich ulysse urbain
    ursula valentin valentine valeria valerian valerie valery vanessa vasco vera verena veronique vianney vicky victoire victor victoria victorien
    victorin victorine vincent vincente violaine violetta violette virginie viviane vivien vivienne vladimir wanda walid walter wanda warren wassim
    wendell wendy wesley wilfrid wilfried wilhem will willem william williams willy winston xavier xaviere yacine yael yan yanick yanis yann yanne
    yannick yannis yasmina yasmine yassine yoann yoan yohan yohann yolaine yolande yolene youcef youri youssef youssouf yuna yusuf yvan yves yvette yvon
    yvonne zacharie zachary zahra zelie zelda zephyr zephirin zina zineb zita zoe zohra zora zoubida hyacinthe romy raymonde marlon maxane jocelin jeanny
    soizic tugdual yvelise yveline rosy rosanna rosange lucy lily lilas emy evy evie thelia tiana timeo tino valentino valdo lenny kerly kelvin
    nelsy gervais gerson hermance judicael judickael landry leatitia loann ludwig lyse lysiane maellys manoel murphy mylan nadir nathaniel
    orane oriana prunelle rainier ralf rosemay roxane roxanne samson solenne steevens sulyvan suzon tangi thibauld thylan turenne ulla valere
    wenceslas wilson yaelle yline yoanna yolanda ysee
    """.split()
)

# First names that begin a compound one even without a hyphen: Jean Paul, Marie Claire.
COMPOUND = frozenset(
    "jean marie anne pierre paul louis charles francois michel claude rose anna guy luc marc jose juan maria mary".split()
)


# Last names as often as first names.
SURNAMES_TOO = frozenset(
    "martin bernard thomas robert richard simon laurent michel david bertrand vincent andre gerard henry nicolas mathieu clement gauthier gautier robin arnaud roger lucas "
    "adam olivier rene noel benoit joseph etienne alexandre georges george gilles rose philippe hilaire gaspard blaise felix aubin baptiste gervais germain charles guillaume "
    "jacques leon leonard louis maurice morel fabien denis didier francois victor albert ernest eugene gaston hubert julien jules lambert luc marcel max oscar raymond remy "
    "samson sylvestre toussaint urbain valentin anthony william williams henri barry craig harry james john jordan kelly ken lewis marley murphy nelson patrick scott stephen taylor "
    "warren wilson alexis ambroise augustin celestin constant desire fleur gabriel honore hyacinthe isaac modeste narcisse prosper severin theodore titus vital samuel daniel ali diallo".split()
)


def likeness(folded: str) -> int:
    """How much a folded word is a first name: 2 when it is one, 1 when it is as often a last name, 0 when it is not known."""
    word = folded.partition(" ")[0]
    return 0 if word not in FIRST_NAMES else 1 if word in SURNAMES_TOO else 2


def is_first_name(folded: str) -> bool:
    """Whether a folded word or name (« jean », « jean baptiste ») begins with a common first name."""
    return folded.partition(" ")[0] in FIRST_NAMES
