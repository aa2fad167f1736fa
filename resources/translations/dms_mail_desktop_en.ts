<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="pl_PL">
<context>
    <name>AboutDialog</name>
    <message>
        <source>O programie</source>
        <translation>About</translation>
    </message>
    <message>
        <source>Ustawia pocztę systemu DMS: konto, z którego wychodzą powiadomienia, i skrzynki, z których powstają dokumenty. Loguje do Microsoft 365 w przeglądarce i sprawdza każdy krok połączenia.</source>
        <translation>Sets up the mail of a DMS: the account that sends its notifications and the mailboxes that feed documents in. Signs in to Microsoft 365 in the browser and checks every step of a connection.</translation>
    </message>
    <message>
        <source>Wolne oprogramowanie na licencji &lt;a href=&quot;https://www.gnu.org/licenses/gpl-3.0.html&quot;&gt;GNU GPL w wersji 3 lub nowszej&lt;/a&gt;, bez żadnej gwarancji.</source>
        <translation>Free software under the &lt;a href=&quot;https://www.gnu.org/licenses/gpl-3.0.html&quot;&gt;GNU GPL, version 3 or later&lt;/a&gt;, without any warranty.</translation>
    </message>
    <message>
        <source>Za&amp;mknij</source>
        <translation>Cl&amp;ose</translation>
    </message>
</context>
<context>
    <name>AccountsPage</name>
    <message>
        <source>Odnów &amp;teraz</source>
        <translation>Renew no&amp;w</translation>
    </message>
    <message>
        <source>Zaloguj ponown&amp;ie</source>
        <translation>S&amp;ign in again</translation>
    </message>
    <message>
        <source>Wy&amp;loguj</source>
        <translation>Sign &amp;out</translation>
    </message>
    <message>
        <source>Konta</source>
        <translation>Accounts</translation>
    </message>
    <message>
        <source>Nikt nie jest zalogowany</source>
        <translation>Nobody is signed in</translation>
    </message>
    <message>
        <source>Konto pojawi się tu, gdy ktoś zaloguje się przyciskiem Autoryzacja: na karcie Serwer pocztowy albo w punkcie konfiguracyjnym.</source>
        <translation>An account appears here once somebody signs in with the button Authorise: on the tab Mail server or in a configuration point.</translation>
    </message>
    <message>
        <source>Pokaż S&amp;erwer pocztowy</source>
        <translation>Show Mail s&amp;erver</translation>
    </message>
    <message>
        <source>Dzierżawa</source>
        <translation>Tenant</translation>
    </message>
    <message>
        <source>Uprawnienia</source>
        <translation>Permissions</translation>
    </message>
    <message>
        <source>Używane</source>
        <translation>Used by</translation>
    </message>
    <message>
        <source>Zalogowano</source>
        <translation>Signed in</translation>
    </message>
    <message>
        <source>Ostatnio odnowione</source>
        <translation>Last renewed</translation>
    </message>
    <message>
        <source>Ważne do</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>Wygaśnie</source>
        <translation>Expires</translation>
    </message>
    <message>
        <source>Co je podtrzymuje</source>
        <translation>What keeps it alive</translation>
    </message>
    <message>
        <source>Kto może odczytać</source>
        <translation>Who can read it</translation>
    </message>
</context>
<context>
    <name>CopyLine</name>
    <message>
        <source>Kopiuj</source>
        <translation>Copy</translation>
    </message>
</context>
<context>
    <name>DialogFooter</name>
    <message>
        <source>&amp;Zapisz</source>
        <translation>&amp;Save</translation>
    </message>
    <message>
        <source>Za&amp;mknij</source>
        <translation>Cl&amp;ose</translation>
    </message>
</context>
<context>
    <name>FailureBlock</name>
    <message>
        <source>Przejdź do &amp;logowania</source>
        <translation>&amp;Go to the sign-in</translation>
    </message>
    <message>
        <source>Zgoda &amp;administratora…</source>
        <translation>&amp;Administrator consent…</translation>
    </message>
    <message>
        <source>Kopiuj dla administratora &amp;Microsoft 365</source>
        <translation>Copy for the &amp;Microsoft 365 administrator</translation>
    </message>
    <message>
        <source>Przyczyna</source>
        <translation>Cause</translation>
    </message>
    <message>
        <source>Co zrobić</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source>Odpowiedź systemu</source>
        <translation>The system's answer</translation>
    </message>
    <message>
        <source>Odpowiedź serwera</source>
        <translation>The server&apos;s answer</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>&amp;Zapisz</source>
        <translation>&amp;Save</translation>
    </message>
    <message>
        <source>P&amp;rzywróć</source>
        <translation>&amp;Restore</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Pakiet diagnostyczny</source>
        <translation>Diagnostic package</translation>
    </message>
    <message>
        <source>Co znajdzie się w pakiecie</source>
        <translation>What the package will hold</translation>
    </message>
    <message>
        <source>Dokładnie te pliki, znak po znaku. Są w nich nazwy serwerów, loginy i adresy. Nie ma w nich haseł, tokenów ani treści wiadomości. Program nigdzie pakietu nie wysyła.</source>
        <translation>Exactly these files, character by character. Server names, logins and addresses are in them. Passwords, tokens and message contents are not. The program sends the package nowhere.</translation>
    </message>
    <message>
        <source>&amp;Pliki</source>
        <translation>&amp;Files</translation>
    </message>
    <message>
        <source>Z&amp;awartość pliku</source>
        <translation>C&amp;ontents of the file</translation>
    </message>
</context>
<context>
    <name>DiagnosticsFooter</name>
    <message>
        <source>&amp;Zapisz…</source>
        <translation>&amp;Save…</translation>
    </message>
    <message>
        <source>Za&amp;mknij</source>
        <translation>&amp;Close</translation>
    </message>
    <message>
        <source>A&amp;nuluj</source>
        <translation>&amp;Cancel</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import ustawień</source>
        <translation>Import of settings</translation>
    </message>
    <message>
        <source>Co się zmieni</source>
        <translation>What will change</translation>
    </message>
    <message>
        <source>Zmiany</source>
        <translation>Changes</translation>
    </message>
</context>
<context>
    <name>ImportFooter</name>
    <message>
        <source>&amp;Importuj</source>
        <translation>&amp;Import</translation>
    </message>
    <message>
        <source>A&amp;nuluj</source>
        <translation>&amp;Cancel</translation>
    </message>
</context>
<context>
    <name>MailServerPage</name>
    <message>
        <source>Do wysyłania wiadomości email zastosuj</source>
        <translation>Send e-mail messages with</translation>
    </message>
    <message>
        <source>Profil na serwerze SQL</source>
        <translation>Profile on the SQL server</translation>
    </message>
    <message>
        <source>Komponent mailowy na serwerze IIS</source>
        <translation>Mail component on the IIS server</translation>
    </message>
    <message>
        <source>Serwer SQL</source>
        <translation>SQL server</translation>
    </message>
    <message>
        <source>Nazwa</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Opis</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>OAuth2 nie jest dostępne z profilem na serwerze SQL</source>
        <translation>OAuth2 is not available with a profile on the SQL server</translation>
    </message>
    <message>
        <source>Profil wysyła pocztę z serwera SQL loginem i hasłem. Nazwę i opis profilu podaje serwer SQL: ta wersja programu ich nie odczytuje i nie wysyła przez profil.</source>
        <translation>A profile sends mail from the SQL server with a login and password. Its name and description come from the SQL server: this version of the program does not read them and does not send through the profile.</translation>
    </message>
    <message>
        <source>Przełącz na &amp;komponent mailowy</source>
        <translation>Switch to the &amp;mail component</translation>
    </message>
    <message>
        <source>Ustawienia konta pocztowego</source>
        <translation>Mail account settings</translation>
    </message>
    <message>
        <source>Włącz wysyłanie wiadomości email</source>
        <translation>Enable sending e-mail messages</translation>
    </message>
    <message>
        <source>Tak</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Nie</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Nazwa konta</source>
        <translation>Account name</translation>
    </message>
    <message>
        <source>Email (wychodzący)</source>
        <translation>E-mail (outgoing)</translation>
    </message>
    <message>
        <source>Nazwa wyświetlana</source>
        <translation>Display name</translation>
    </message>
    <message>
        <source>Adres zwrotny</source>
        <translation>Reply-to address</translation>
    </message>
    <message>
        <source>Typ serwera</source>
        <translation>Server type</translation>
    </message>
    <message>
        <source>Nazwa serwera</source>
        <translation>Server name</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Metoda szyfrowania</source>
        <translation>Encryption method</translation>
    </message>
    <message>
        <source>Automatyczne</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>Brak</source>
        <translation>None</translation>
    </message>
    <message>
        <source>Zgadzam się na &amp;brak szyfrowania</source>
        <translation>I agree to &amp;no encryption</translation>
    </message>
    <message>
        <source>Metoda uwierzytelniania</source>
        <translation>Authentication method</translation>
    </message>
    <message>
        <source>Login i hasło</source>
        <translation>Login and password</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Login</translation>
    </message>
    <message>
        <source>Hasło</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Wyślij testową wiadomość email</source>
        <translation>Send a test e-mail message</translation>
    </message>
    <message>
        <source>Test używa wartości z formularza, także niezapisanych.</source>
        <translation>The test uses the values on the form, saved or not.</translation>
    </message>
    <message>
        <source>Adres email odbiorcy</source>
        <translation>Recipient&apos;s e-mail address</translation>
    </message>
    <message>
        <source>Temat</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Treść wiadomości</source>
        <translation>Message text</translation>
    </message>
    <message>
        <source>Wyśl&amp;ij</source>
        <translation>Sen&amp;d</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Ustawienia[*]</source>
        <translation>Settings[*]</translation>
    </message>
    <message>
        <source>Serwer pocztowy</source>
        <translation>Mail server</translation>
    </message>
    <message>
        <source>Automatyczne generowanie dokumentów</source>
        <translation>Automatic document generation</translation>
    </message>
    <message>
        <source>Konta i tokeny</source>
        <translation>Accounts and tokens</translation>
    </message>
    <message>
        <source>&amp;Plik</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Narzędzia</source>
        <translation>&amp;Tools</translation>
    </message>
    <message>
        <source>&amp;Widok</source>
        <translation>&amp;View</translation>
    </message>
    <message>
        <source>&amp;Język</source>
        <translation>&amp;Language</translation>
    </message>
    <message>
        <source>&amp;Motyw</source>
        <translation>&amp;Theme</translation>
    </message>
    <message>
        <source>P&amp;omoc</source>
        <translation>&amp;Help</translation>
    </message>
    <message>
        <source>&amp;Zapisz</source>
        <translation>&amp;Save</translation>
    </message>
    <message>
        <source>&amp;Importuj ustawienia…</source>
        <translation>&amp;Import settings…</translation>
    </message>
    <message>
        <source>&amp;Eksportuj ustawienia…</source>
        <translation>&amp;Export settings…</translation>
    </message>
    <message>
        <source>Za&amp;kończ</source>
        <translation>&amp;Quit</translation>
    </message>
    <message>
        <source>&amp;Rejestracja aplikacji…</source>
        <translation>Application &amp;registration…</translation>
    </message>
    <message>
        <source>&amp;Zaplanuj w systemie…</source>
        <translation>&amp;Schedule in the system…</translation>
    </message>
    <message>
        <source>&amp;Pakiet diagnostyczny…</source>
        <translation>&amp;Diagnostic package…</translation>
    </message>
    <message>
        <source>&amp;systemowy</source>
        <translation>&amp;system</translation>
    </message>
    <message>
        <source>&amp;jasny</source>
        <translation>&amp;light</translation>
    </message>
    <message>
        <source>&amp;ciemny</source>
        <translation>&amp;dark</translation>
    </message>
    <message>
        <source>Ikona w &amp;zasobniku systemowym</source>
        <translation>&amp;Icon in the system tray</translation>
    </message>
    <message>
        <source>&amp;Podręcznik</source>
        <translation>&amp;Manual</translation>
    </message>
    <message>
        <source>&amp;O programie</source>
        <translation>&amp;About</translation>
    </message>
</context>
<context>
    <name>ManualDialog</name>
    <message>
        <source>Podręcznik</source>
        <translation>Manual</translation>
    </message>
</context>
<context>
    <name>PasswordField</name>
    <message>
        <source>Pokaż hasło</source>
        <translation>Show password</translation>
    </message>
    <message>
        <source>Ukryj hasło</source>
        <translation>Hide password</translation>
    </message>
</context>
<context>
    <name>PathField</name>
    <message>
        <source>Wybierz folder</source>
        <translation>Choose a folder</translation>
    </message>
</context>
<context>
    <name>PointDialog</name>
    <message>
        <source>Punkt konfiguracyjny[*]</source>
        <translation>Configuration point[*]</translation>
    </message>
    <message>
        <source>Tryb współpracy</source>
        <translation>Cooperation mode</translation>
    </message>
    <message>
        <source>Współpraca ze skrzynką pocztową (generowanie dokumentów DMS)</source>
        <translation>Work with a mailbox (make DMS documents)</translation>
    </message>
    <message>
        <source>Współpraca ze skrzynką pocztową (pobieranie załączników)</source>
        <translation>Work with a mailbox (download attachments)</translation>
    </message>
    <message>
        <source>Typ konta</source>
        <translation>Account type</translation>
    </message>
    <message>
        <source>Serwer poczty przychodzącej</source>
        <translation>Incoming mail server</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Metoda uwierzytelniania</source>
        <translation>Authentication method</translation>
    </message>
    <message>
        <source>Login i hasło</source>
        <translation>Login and password</translation>
    </message>
    <message>
        <source>Metoda szyfrowania</source>
        <translation>Encryption method</translation>
    </message>
    <message>
        <source>Automatyczne</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>Brak</source>
        <translation>None</translation>
    </message>
    <message>
        <source>Zgadzam się na &amp;brak szyfrowania</source>
        <translation>I agree to a connection &amp;without encryption</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>Login</translation>
    </message>
    <message>
        <source>Hasło</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Skrzynka (jeśli inna niż login)</source>
        <translation>Mailbox (if not the login)</translation>
    </message>
    <message>
        <source>&amp;Sprawdź skrzynkę</source>
        <translation>Check the &amp;mailbox</translation>
    </message>
    <message>
        <source>Ogólne</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Nazwa</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Aktywny</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Tak</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Nie</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Opis</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Sprawdzaj co … minut</source>
        <translation>Check every … minutes</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Nie pobieraj starszych niż</source>
        <translation>Do not fetch older than</translation>
    </message>
    <message>
        <source>Po pobraniu</source>
        <translation>After fetching</translation>
    </message>
    <message>
        <source>Przenieś do folderu</source>
        <translation>Move to folder</translation>
    </message>
    <message>
        <source>Katalog dokumentów</source>
        <translation>Document folder</translation>
    </message>
    <message>
        <source>Lista</source>
        <translation>List</translation>
    </message>
    <message>
        <source>Kontrolki</source>
        <translation>Fields</translation>
    </message>
    <message>
        <source>Pola dokumentu</source>
        <translation>Fields of the document</translation>
    </message>
    <message>
        <source>Nazwa pola dokumentu, które wypełnia dana część wiadomości. Puste pole ją pomija.</source>
        <translation>The name of the document field that each part of a message fills. An empty one leaves the part out.</translation>
    </message>
    <message>
        <source>Temat</source>
        <translation>Subject</translation>
    </message>
    <message>
        <source>Nadawca</source>
        <translation>Sender</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Treść</source>
        <translation>Body</translation>
    </message>
    <message>
        <source>Załączniki</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>Ograniczenia</source>
        <translation>Limits</translation>
    </message>
    <message>
        <source>Puste pole niczego nie ogranicza.</source>
        <translation>An empty field limits nothing.</translation>
    </message>
    <message>
        <source>Dozwoleni nadawcy</source>
        <translation>Allowed senders</translation>
    </message>
    <message>
        <source>Dozwolone rozszerzenia</source>
        <translation>Allowed extensions</translation>
    </message>
    <message>
        <source>Największy załącznik</source>
        <translation>Largest attachment</translation>
    </message>
    <message>
        <source>bez limitu</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>Uprawnienia</source>
        <translation>Permissions</translation>
    </message>
    <message>
        <source>Dokumenty</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Nazwy operatorów, którzy mogą korzystać z dokumentów tego punktu. Program zapisuje je w każdym dokumencie.</source>
        <translation>The names of the operators who may use the documents of this point. The program writes them into every document.</translation>
    </message>
    <message>
        <source>Operatorzy</source>
        <translation>Operators</translation>
    </message>
    <message>
        <source>Zapisane hasło lub logowanie</source>
        <translation>Stored password or sign-in</translation>
    </message>
</context>
<context>
    <name>PointList</name>
    <message>
        <source>&amp;Co czeka w skrzynce</source>
        <translation>What is &amp;waiting</translation>
    </message>
    <message>
        <source>&amp;Historia</source>
        <translation>&amp;History</translation>
    </message>
    <message>
        <source>&amp;Pokaż, co czeka</source>
        <translation>&amp;Look what is waiting</translation>
    </message>
    <message>
        <source>Co czeka w skrzynce</source>
        <translation>What is waiting</translation>
    </message>
    <message>
        <source>&amp;Szukaj</source>
        <translation>&amp;Find</translation>
    </message>
    <message>
        <source>temat lub nadawca</source>
        <translation>subject or sender</translation>
    </message>
    <message>
        <source>S&amp;tan</source>
        <translation>St&amp;ate</translation>
    </message>
    <message>
        <source>Historia</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Sp&amp;róbuj ponownie</source>
        <translation>&amp;Try again</translation>
    </message>
    <message>
        <source>&amp;Otwórz katalog</source>
        <translation>O&amp;pen the folder</translation>
    </message>
    <message>
        <source>Zap&amp;isz wiadomość…</source>
        <translation>Save the messa&amp;ge…</translation>
    </message>
</context>
<context>
    <name>PointsPage</name>
    <message>
        <source>Punkty konfiguracyjne</source>
        <translation>Configuration points</translation>
    </message>
    <message>
        <source>&amp;Dodaj</source>
        <translation>&amp;Add</translation>
    </message>
    <message>
        <source>&amp;Edytuj</source>
        <translation>&amp;Edit</translation>
    </message>
    <message>
        <source>D&amp;uplikuj</source>
        <translation>D&amp;uplicate</translation>
    </message>
    <message>
        <source>U&amp;suń</source>
        <translation>&amp;Delete</translation>
    </message>
    <message>
        <source>Uruchom &amp;teraz</source>
        <translation>Run &amp;now</translation>
    </message>
    <message>
        <source>Nie ma jeszcze punktów konfiguracyjnych</source>
        <translation>There are no configuration points yet</translation>
    </message>
    <message>
        <source>Punkt to jedna skrzynka pocztowa, z której system pobiera wiadomości i tworzy z nich dokumenty albo zapisuje załączniki.</source>
        <translation>A point is one mailbox from which the system fetches messages and makes documents of them or stores their attachments.</translation>
    </message>
    <message>
        <source>Dodaj p&amp;ierwszy punkt</source>
        <translation>Add the f&amp;irst point</translation>
    </message>
</context>
<context>
    <name>RegistrationDialog</name>
    <message>
        <source>Z&amp;goda administratora…</source>
        <translation>&amp;Administrator consent…</translation>
    </message>
    <message>
        <source>Rejestracja aplikacji[*]</source>
        <translation>Application registration[*]</translation>
    </message>
    <message>
        <source>Ustawienia administratora tego komputera</source>
        <translation>Settings of this computer&apos;s administrator</translation>
    </message>
    <message>
        <source>Wartości podaje plik zasad i tu nie można ich zmienić.</source>
        <translation>The values come from a policy file and cannot be changed here.</translation>
    </message>
    <message>
        <source>Dane aplikacji</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Podaje je portal dostawcy po rejestracji.</source>
        <translation>From the provider&apos;s portal, once it is registered.</translation>
    </message>
    <message>
        <source>Chmura</source>
        <translation>Cloud</translation>
    </message>
    <message>
        <source>inna (OIDC)</source>
        <translation>other (OIDC)</translation>
    </message>
    <message>
        <source>Dzierżawa</source>
        <translation>Tenant</translation>
    </message>
    <message>
        <source>Identyfikator aplikacji</source>
        <translation>Application ID</translation>
    </message>
    <message>
        <source>Wystawca</source>
        <translation>Issuer</translation>
    </message>
    <message>
        <source>Zakresy</source>
        <translation>Scopes</translation>
    </message>
    <message>
        <source>Serwery poczty</source>
        <translation>Mail hosts</translation>
    </message>
    <message>
        <source>Serwer proxy</source>
        <translation>Proxy server</translation>
    </message>
    <message>
        <source>&amp;Sprawdź</source>
        <translation>&amp;Check</translation>
    </message>
    <message>
        <source>Wartości dla dostawcy</source>
        <translation>Values for the provider</translation>
    </message>
    <message>
        <source>Wpisz je, rejestrując aplikację.</source>
        <translation>Enter them when you register the application.</translation>
    </message>
</context>
<context>
    <name>SignInBlock</name>
    <message>
        <source>A&amp;utoryzacja</source>
        <translation>A&amp;uthorise</translation>
    </message>
    <message>
        <source>&amp;Kopiuj adres</source>
        <translation>&amp;Copy address</translation>
    </message>
</context>
<context>
    <name>ScheduleDialog</name>
    <message>
        <source>Zaplanuj w systemie</source>
        <translation>Schedule in the system</translation>
    </message>
    <message>
        <source>Uruchamianie przez system</source>
        <translation>Runs by the system</translation>
    </message>
    <message>
        <source>Co podany czas system uruchamia wszystkie aktywne punkty, także gdy okno programu jest zamknięte. Odstępy ustawione w punktach dotyczą tylko otwartego okna.</source>
        <translation>At this interval the system runs all active points, also while the program's window is closed. The intervals set in the points count only while the window is open.</translation>
    </message>
    <message>
        <source>U&amp;ruchamiaj co … minut</source>
        <translation>&amp;Run every … minutes</translation>
    </message>
    <message>
        <source>Stan</source>
        <translation>State</translation>
    </message>
    <message>
        <source>&amp;Usuń z systemu</source>
        <translation>R&amp;emove from the system</translation>
    </message>
    <message>
        <source>Aby punkty działały też wtedy, gdy ten użytkownik nie jest zalogowany, wykonaj raz poniższe polecenie. Magazyn haseł musi być wtedy dostępny bez logowania.</source>
        <translation>For the points to work also while this user is not signed in, run the command below once. The keyring must then be available without a sign-in.</translation>
    </message>
</context>
<context>
    <name>ScheduleFooter</name>
    <message>
        <source>Zare&amp;jestruj</source>
        <translation>Re&amp;gister</translation>
    </message>
    <message>
        <source>Za&amp;mknij</source>
        <translation>Cl&amp;ose</translation>
    </message>
</context>
<context>
    <name>SearchLine</name>
    <message>
        <source>Wyczyść</source>
        <translation>Clear</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Komunikat</source>
        <translation>Notice</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Komunikat</source>
        <translation>Notice</translation>
    </message>
</context>
<context>
    <name>StartStopButton</name>
    <message>
        <source>Przerwi&amp;j</source>
        <translation>Sto&amp;p</translation>
    </message>
</context>
<context>
    <name>StateIcon</name>
    <message>
        <source>gotowe</source>
        <translation>done</translation>
    </message>
    <message>
        <source>oczekiwanie</source>
        <translation>waiting</translation>
    </message>
    <message>
        <source>w toku</source>
        <translation>in progress</translation>
    </message>
    <message>
        <source>ostrzeżenie</source>
        <translation>warning</translation>
    </message>
    <message>
        <source>błąd</source>
        <translation>error</translation>
    </message>
    <message>
        <source>zablokowane</source>
        <translation>blocked</translation>
    </message>
    <message>
        <source>brak</source>
        <translation>none</translation>
    </message>
    <message>
        <source>wyłączone</source>
        <translation>off</translation>
    </message>
    <message>
        <source>nie wykonano</source>
        <translation>not done</translation>
    </message>
    <message>
        <source>informacja</source>
        <translation>information</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>Kopiuj w&amp;ynik</source>
        <translation>Copy resu&amp;lt</translation>
    </message>
</context>
<context>
    <name>ErrorCodeField</name>
    <message>
        <source>Kod &amp;błędu z przeglądarki</source>
        <translation>Error code in the &amp;browser</translation>
    </message>
    <message>
        <source>Gdy przeglądarka stoi na stronie z błędem: wpisz kod albo wklej tekst strony lub jej adres.</source>
        <translation>If the browser stays on an error page: enter the code, or paste the text of the page or its address.</translation>
    </message>
</context>
<context>
    <name>ConsentFooter</name>
    <message>
        <source>&amp;Sprawdź ponownie</source>
        <translation>&amp;Check again</translation>
    </message>
    <message>
        <source>Za&amp;mknij</source>
        <translation>Cl&amp;ose</translation>
    </message>
</context>
<context>
    <name>ConsentDialog</name>
    <message>
        <source>Zgoda administratora</source>
        <translation>Administrator consent</translation>
    </message>
    <message>
        <source>Tekst do administratora</source>
        <translation>Text for the administrator</translation>
    </message>
    <message>
        <source>Zawiera wszystko, czego administrator potrzebuje, i nic poufnego.</source>
        <translation>It holds all that the administrator needs, and nothing confidential.</translation>
    </message>
    <message>
        <source>&amp;Kopiuj tekst</source>
        <translation>Co&amp;py the text</translation>
    </message>
    <message>
        <source>&amp;Wyślij e-mailem…</source>
        <translation>&amp;Send by e-mail…</translation>
    </message>
    <message>
        <source>Strona zgody</source>
        <translation>Consent page</translation>
    </message>
    <message>
        <source>Otwiera ją administrator dzierżawy. Jedna zgoda wystarcza dla wszystkich kont.</source>
        <translation>The administrator of the tenant opens it. One consent is enough for all accounts.</translation>
    </message>
    <message>
        <source>Aplikacja</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Tak program przedstawia się dostawcy.</source>
        <translation>How the program introduces itself to the provider.</translation>
    </message>
    <message>
        <source>Uprawnienia</source>
        <translation>Permissions</translation>
    </message>
    <message>
        <source>Program działa tylko w imieniu osoby, która się w nim zaloguje.</source>
        <translation>The program acts only in the name of the person who signs in.</translation>
    </message>
</context>
</TS>
