using System.Collections.Frozen;
using System.Text;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The names of months, whole and shortened, in the languages of dates that are looked for.</summary>
internal static class MonthNames
{
    private static readonly FrozenSet<string> All = """
        january jan february feb march mar april apr may june jun july jul august aug september sep sept october oct november nov december dec
        januar jänner jän februar märz mär mrz mai juni juli oktober okt dezember dez
        janvier janv février févr fevrier mars avril avr juin juillet juil août aout septembre octobre novembre décembre déc decembre
        enero ene febrero marzo abril abr mayo junio julio agosto ago septiembre octubre noviembre diciembre dic
        gennaio gen febbraio aprile maggio mag giugno giu luglio lug settembre set ottobre ott dicembre
        janeiro fevereiro fev março marco maio junho julho setembro outubro out novembro dezembro
        januari februari maart mrt mei augustus
        maj augusti desember
        tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta
        stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
        ledna února března dubna května června července srpna září října listopadu prosince
        ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
        января февраля марта апреля мая июня июля августа сентября октября ноября декабря
        січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ByName = All.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a date in words names a month: one of its words is a name.</summary>
    /// <param name="date">UTF-8, at most 64 bytes.</param>
    public static bool In(ReadOnlySpan<byte> date)
    {
        Span<char> text = stackalloc char[64];
        if (date.Length > text.Length)
            return false;
        Span<char> lower = stackalloc char[64];
        var length = MemoryExtensions.ToLowerInvariant(text[..Encoding.UTF8.GetChars(date, text)], lower);
        for (int start = 0, i = 0; i <= length; i++)
        {
            if (i < length && char.IsLetter(lower[i]))
                continue;
            if (i > start && ByName.Contains(lower[start..i]))
                return true;
            start = i + 1;
        }

        return false;
    }
}
