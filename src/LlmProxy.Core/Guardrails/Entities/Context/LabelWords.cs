using System.Collections.Frozen;

namespace LlmProxy.Core.Guardrails.Entities.Context;

/// <summary>The words that say what a value is, in the languages that the gateway sees most.</summary>
/// <remarks>
/// A label of several words stands here by the word that is telling: <c>social security number</c> by <c>social</c>. Words that
/// say nothing by themselves (<c>number</c>, <c>no</c>, <c>id</c>, <c>code</c>) are left out, so that what stands before them decides.
/// </remarks>
internal static class LabelWords
{
    private static readonly (Labels Kind, string Words)[] Table =
    [
        (Labels.Phone,
            "phone phones telephone tel tél fax telefax mobile mobil cell cellphone cellular call calling whatsapp sms dial hotline handy " +
            "telefon telefonnummer handynummer mobilnummer rufnummer festnetz téléphone portable teléfono telefono móvil movil celular " +
            "telefone cellulare telefoon mobiel gsm puhelin puhelinnumero matkapuhelin telefonnr mobiltelefon telefonszám telefonu komórka " +
            "телефон тел моб телефону τηλέφωνο הטלפון טלפון هاتف جوال फोन मोबाइल ph landline pager contact callback registered answering reachable"),
        (Labels.Card,
            "card cards credit debit cc visa mastercard amex maestro discover jcb diners pan cvv kreditkarte kreditkartennummer karte karta " +
            "tarjeta carte cartão cartao carta creditcard cardnumber kredi kartı карта карты"),
        (Labels.Ssn, "ssn social itin"),
        (Labels.National,
            "national identity identification citizen resident taxpayer tax tin vat sin tfn abn acn nino insurance aadhaar aadhar " +
            "uidai uid pesel nip cpr bsn burgerservicenummer dni nie nif nit nuip cedula cédula cpf rg curp rfc rut cuil cuit nric fin " +
            "hetu henkilötunnus henkilotunnus personnummer samordningsnummer fødselsnummer fodselsnummer fnr kennitala isikukood asmens egn " +
            "cnp oib emso emšo jmbg amka afm tckn tc kimlik nir insee codice fiscale steuer steuernummer steuerid steueridentifikationsnummer " +
            "steueridnr identifikationsnummer idnr ausweis personalausweis ausweisnummer svnr sozialversicherungsnummer " +
            "rentenversicherungsnummer ahv avs rijksregisternummer rijksregister niss inss rrn frn jumin nin bvn personas personal pps ppsn rodné " +
            "rodne ssnr sécurité securite seguridad seguro snils снилс инн inn egn ucn hkid ird utr voter epic gstin"),
        (Labels.Identity, "dni cedula cédula nuip nin bvn utr voter epic rfc documento ausweis personalausweis ausweisnummer identity identité identità itin"),
        (Labels.Record, "mrn hicn ohip medical patient insured subscriber kvnr krankenversichertennummer versichertennummer"),
        (Labels.Health,
            "nhs npi mbi medicare medicaid mrn medical patient patients health healthcare insured hicn dea krankenversicherung krankenversichertennummer " +
            "krankenkasse versichertennummer kvnr ohip member subscriber provider physician practitioner chart prescriber"),
        (Labels.Passport,
            "passport passports passportnumber pasaporte passeport reisepass reisepassnummer passaporto passaporte paspoort paszport " +
            "паспорт pasaport passinumero passnummer útlevél"),
        (Labels.License,
            "license licence licenses licences dl permis führerschein fuhrerschein führerscheinnummer patente conducir licencia " +
            "rijbewijs habilitação habilitacao cnh körkort ajokortti kørekort førerkort prawo ehliyet"),
        (Labels.Birth,
            "born birth birthdate birthday birthdays dob dateofbirth bday geboren geburtsdatum geburtstag geb né née naissance nacido nacida " +
            "nacimiento nascimento nascido nascida nato nata nascita geboortedatum geboorte född födelsedatum født fødselsdato syntynyt " +
            "syntymäaika urodzony urodzona urodzenia narozen narozena narození született születési născut născută nașterii doğum doğumlu родился родилась рождения рожд γεννήθηκε γέννησης " +
            "נולד נולדה לידה مواليد الميلاد ميلاد जन्म जन्मतिथि"),
        (Labels.Account, "iban account accounts konto kontonummer kontoinhaber compte cuenta conto conta rekening rekeningnummer bic swift bank routing sort"),
        (Labels.Network, "ip ipv4 ipv6 ips addr inet host server client subnet gateway dns router remote peer"),
        (Labels.Wallet, "wallet btc bitcoin eth ethereum ltc litecoin usdt usdc crypto bch doge dogecoin xrp ripple tron trx monero xmr solana sol"),
        (Labels.Thing,
            "order orders invoice invoices tracking shipment parcel package serial ticket case reference ref sku model part isbn issn item items product " +
            "batch lot commit transaction txid version versions release build kernel section sections chapter chapters paragraph page pages line lines clause figure table " +
            "article timestamp ts epoch created updated modified expires expiry exp iat nbf offset bytes size length count total amount price quantity " +
            "seed hash checksum md5 sha1 sha256 etag port pid coordinates latitude longitude lat lon lng bestellnummer bestellung auftrag rechnung " +
            "rechnungsnummer sendungsnummer seriennummer kundennummer factura pedido facture commande ordine fattura bestelling factuur " +
            "zamówienie faktura tilaus заказ заказа customer flight room gate plate vin imei isrc doi regex pattern key keys"),
    ];

    /// <summary>Those of scripts that put no spaces between words; looked for anywhere in the text before.</summary>
    private static readonly (Labels Kind, string[] Words)[] Unspaced =
    [
        (Labels.Phone, ["电话", "電話", "手机", "手機", "携帯", "传真", "傳真", "전화", "휴대폰", "연락처", "핸드폰", "팩스", "โทร"]),
        (Labels.Card, ["信用卡", "银行卡", "卡号", "卡號", "クレジットカード", "カード番号", "신용카드", "카드"]),
        (Labels.National, ["身份证", "身分證", "身分证", "マイナンバー", "個人番号", "주민등록", "주민번호", "외국인등록", "บัตรประชาชน"]),
        (Labels.Passport, ["护照", "護照", "パスポート", "旅券", "여권"]),
        (Labels.License, ["驾驶证", "駕照", "運転免許", "免許証", "운전면허", "면허"]),
        (Labels.Birth, ["出生", "生日", "生年月日", "誕生日", "生まれ", "생년월일", "생일", "출생", "태어"]),
        (Labels.Health, ["医保", "保険証", "患者", "환자", "건강보험"]),
        (Labels.Account, ["账户", "帳戶", "口座", "계좌"]),
        (Labels.Thing, ["订单", "訂單", "注文", "주문", "快递", "追跡", "송장", "版本"]),
    ];

    private static readonly FrozenDictionary<string, Labels> Kinds = Table
        .SelectMany(row => row.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries), (row, word) => (row.Kind, word))
        .GroupBy(pair => pair.word, pair => pair.Kind, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.Aggregate((all, kind) => all | kind), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Labels>.AlternateLookup<ReadOnlySpan<char>> ByWord =
        Kinds.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a word says.</summary>
    /// <param name="word">In lower case.</param>
    public static Labels Of(ReadOnlySpan<char> word) => ByWord.TryGetValue(word, out var kinds) ? kinds : Labels.None;

    /// <summary>The last label of an unspaced script.</summary>
    /// <param name="text">What stands before the value.</param>
    /// <param name="at">Where it ends; -1 where there is none.</param>
    public static Labels LastUnspaced(ReadOnlySpan<char> text, out int at)
    {
        at = -1;
        var last = Labels.None;
        foreach (var (kind, words) in Unspaced)
        {
            foreach (var word in words)
            {
                var end = text.LastIndexOf(word, StringComparison.Ordinal) + word.Length;
                if (end < word.Length || end <= at)
                    continue;
                at = end;
                last = kind;
            }
        }

        return last;
    }
}
