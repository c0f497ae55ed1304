using System.Text;
using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Tests.Guardrails.Entities;

/// <summary>Each number is the example that the issuing state or the definition gives, or one that is known to be invented.</summary>
public class NationalIdTests
{
    private static readonly Dictionary<string, ValueCheck> Checks = new()
    {
        ["hetu"] = NordicIds.IsHetu, ["personnummer"] = NordicIds.IsPersonnummer, ["fodselsnummer"] = NordicIds.IsFodselsnummer,
        ["kennitala"] = NordicIds.IsKennitala, ["isikukood"] = BalticIds.IsPersonalCode, ["personas-kods"] = BalticIds.IsPersonasKods,
        ["pesel"] = EasternIds.IsPesel, ["rodne-cislo"] = EasternIds.IsRodneCislo, ["cnp"] = EasternIds.IsCnp, ["egn"] = EasternIds.IsEgn,
        ["jmbg"] = EasternIds.IsJmbg, ["oib"] = EasternIds.IsOib, ["snils"] = EasternIds.IsSnils, ["steuer-id"] = GermanIds.IsSteuerId,
        ["rentenversicherung"] = GermanIds.IsRentenversicherung, ["personalausweis"] = GermanIds.IsPersonalausweis, ["svnr"] = GermanIds.IsSvnr,
        ["ahv"] = GermanIds.IsAhv, ["bsn"] = WesternIds.IsBsn, ["rijksregister"] = WesternIds.IsRijksregister, ["nir"] = WesternIds.IsNir,
        ["nino"] = WesternIds.IsNino, ["pps"] = WesternIds.IsPps, ["dni"] = SouthernIds.IsDni, ["nif"] = SouthernIds.IsPortugueseNif,
        ["afm"] = SouthernIds.IsAfm, ["kimlik"] = SouthernIds.IsKimlik, ["ssn"] = AmericanIds.IsSsn, ["sin"] = AmericanIds.IsSin,
        ["cpf"] = AmericanIds.IsCpf, ["curp"] = AmericanIds.IsCurp, ["rut"] = AmericanIds.IsRut, ["cuil"] = AmericanIds.IsCuil,
        ["aadhaar"] = AsianIds.IsAadhaar, ["resident"] = AsianIds.IsChineseResident, ["taiwan"] = AsianIds.IsTaiwanese, ["hkid"] = AsianIds.IsHongKong,
        ["my-number"] = AsianIds.IsMyNumber, ["rrn"] = AsianIds.IsRrn, ["nric"] = AsianIds.IsNric, ["thai"] = AsianIds.IsThai, ["mykad"] = AsianIds.IsMyKad,
        ["tfn"] = PacificIds.IsTfn, ["abn"] = PacificIds.IsAbn, ["acn"] = PacificIds.IsAcn, ["medicare"] = PacificIds.IsMedicare, ["ird"] = PacificIds.IsIrd,
        ["za"] = PacificIds.IsSouthAfrican, ["npi"] = MedicalIds.IsNpi, ["dea"] = MedicalIds.IsDea, ["nhs"] = MedicalIds.IsNhs, ["kvnr"] = MedicalIds.IsKvnr,
        ["mrz"] = DocumentIds.IsMachineReadable,
    };

    [Theory]
    [InlineData("hetu", "131052-308T")]
    [InlineData("hetu", "010594Y9021")]
    [InlineData("personnummer", "811228-9874")]
    [InlineData("personnummer", "198112289874")]
    [InlineData("personnummer", "701063-2391")] // A coordination number: day 3.
    [InlineData("fodselsnummer", "29029600013")]
    [InlineData("kennitala", "120174-3399")]
    [InlineData("isikukood", "37605030299")]
    [InlineData("personas-kods", "161175-19997")]
    [InlineData("pesel", "44051401458")]
    [InlineData("pesel", "02070803628")]
    [InlineData("rodne-cislo", "780123/3540")]
    [InlineData("cnp", "1800101221144")]
    [InlineData("egn", "7523169263")]
    [InlineData("jmbg", "0101006500006")]
    [InlineData("oib", "69435151530")]
    [InlineData("snils", "112-233-445 95")]
    [InlineData("steuer-id", "86095742719")]
    [InlineData("personalausweis", "T220001293")]
    [InlineData("svnr", "1237 010180")]
    [InlineData("ahv", "756.9217.0769.85")]
    [InlineData("bsn", "111222333")]
    [InlineData("rijksregister", "85.07.30-033.28")]
    [InlineData("nir", "2 55 08 14 168 025 38")]
    [InlineData("nino", "QQ123456C")] // The form's own prefix rules are in the expression.
    [InlineData("pps", "1234567T")]
    [InlineData("pps", "1234567FA")]
    [InlineData("dni", "12345678Z")]
    [InlineData("dni", "X1234567L")]
    [InlineData("dni", "Y-8063915-Z")]
    [InlineData("nif", "123456789")]
    [InlineData("afm", "090000045")]
    [InlineData("kimlik", "10000000146")]
    [InlineData("ssn", "078-05-1121")]
    [InlineData("sin", "046 454 286")]
    [InlineData("cpf", "529.982.247-25")]
    [InlineData("curp", "HEGG560427MVZRRL04")]
    [InlineData("rut", "12.345.678-5")]
    [InlineData("cuil", "20-12345678-6")]
    [InlineData("aadhaar", "234123412346")]
    [InlineData("resident", "11010519491231002X")]
    [InlineData("taiwan", "A123456789")]
    [InlineData("hkid", "A123456(3)")]
    [InlineData("my-number", "123456789018")]
    [InlineData("rrn", "960121-1021413")]
    [InlineData("nric", "S1234567D")]
    [InlineData("nric", "F1234567N")]
    [InlineData("thai", "1-1015-00011-08-5")]
    [InlineData("mykad", "800101-14-5678")]
    [InlineData("tfn", "123 456 782")]
    [InlineData("abn", "51 824 753 556")]
    [InlineData("acn", "004 085 616")]
    [InlineData("medicare", "2123 45670 1")]
    [InlineData("ird", "49-091-850")]
    [InlineData("za", "8001015009087")]
    [InlineData("npi", "1234567893")]
    [InlineData("dea", "BB1388568")]
    [InlineData("nhs", "943 476 5919")]
    [InlineData("kvnr", "A123456780")]
    [InlineData("mrz", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")]
    public void Check_Example_Holds(string check, string number) => Assert.True(Checks[check](Encoding.ASCII.GetBytes(number)));

    [Theory]
    [InlineData("hetu", "131052-308U")]
    [InlineData("hetu", "310294-902N")] // 31 February
    [InlineData("personnummer", "811228-9873")]
    [InlineData("fodselsnummer", "29029600014")]
    [InlineData("kennitala", "120174-3389")]
    [InlineData("isikukood", "37605030298")]
    [InlineData("personas-kods", "161175-19996")]
    [InlineData("pesel", "44051401459")]
    [InlineData("pesel", "44053401458")] // The month tells no century.
    [InlineData("rodne-cislo", "780123/3541")]
    [InlineData("cnp", "1800101221145")]
    [InlineData("egn", "7523169264")]
    [InlineData("jmbg", "0101006500007")]
    [InlineData("oib", "69435151531")]
    [InlineData("snils", "112-233-445 96")]
    [InlineData("steuer-id", "86095742718")]
    [InlineData("steuer-id", "11111111111")]
    [InlineData("personalausweis", "T220001294")]
    [InlineData("svnr", "1238 010180")]
    [InlineData("ahv", "756.9217.0769.84")]
    [InlineData("bsn", "111222334")]
    [InlineData("rijksregister", "85.07.30-033.29")]
    [InlineData("nir", "2 55 08 14 168 025 39")]
    [InlineData("nino", "BG123456C")]
    [InlineData("pps", "1234567U")]
    [InlineData("dni", "12345678A")]
    [InlineData("nif", "123456788")]
    [InlineData("afm", "090000046")]
    [InlineData("kimlik", "10000000147")]
    [InlineData("ssn", "666-05-1121")]
    [InlineData("ssn", "900-05-1121")]
    [InlineData("ssn", "078-00-1121")]
    [InlineData("ssn", "078-05-0000")]
    [InlineData("ssn", "078-05-1120")] // Printed in wallets of 1938.
    [InlineData("sin", "046 454 287")]
    [InlineData("cpf", "529.982.247-26")]
    [InlineData("cpf", "111.111.111-11")]
    [InlineData("curp", "HEGG560427MVZRRL05")]
    [InlineData("rut", "12.345.678-6")]
    [InlineData("cuil", "20-12345678-7")]
    [InlineData("aadhaar", "234123412347")]
    [InlineData("resident", "110105194912310021")]
    [InlineData("taiwan", "A123456788")]
    [InlineData("hkid", "A123456(4)")]
    [InlineData("my-number", "123456789017")]
    [InlineData("rrn", "961321-1021413")] // Month 13
    [InlineData("nric", "S1234567E")]
    [InlineData("thai", "1-1015-00011-08-6")]
    [InlineData("mykad", "801301-14-5678")]
    [InlineData("tfn", "123 456 783")]
    [InlineData("abn", "51 824 753 557")]
    [InlineData("acn", "004 085 617")]
    [InlineData("medicare", "2123 45671 1")]
    [InlineData("ird", "49-091-851")]
    [InlineData("za", "8001015009088")]
    [InlineData("npi", "1234567890")]
    [InlineData("dea", "BB1388569")]
    [InlineData("nhs", "943 476 5918")]
    [InlineData("kvnr", "A123456781")]
    [InlineData("mrz", "L898902C46UTO7408122F1204159ZE184226B<<<<<10")]
    public void Check_OneCharacterChanged_Fails(string check, string number) => Assert.False(Checks[check](Encoding.ASCII.GetBytes(number)));
}
