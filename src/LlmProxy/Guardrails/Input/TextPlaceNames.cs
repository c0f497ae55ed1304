using System.Text;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Core.Json;

namespace LlmProxy.Guardrails.Input;

/// <summary>Names the places of texts in a body, as <c>messages[2].content[0].text</c>.</summary>
/// <remarks>A name that a caller may have made up is content, and told as <c>*</c>: only names of letters and underscores are shown, at most 40.</remarks>
internal ref struct TextPlaceNames
{
    private readonly List<RequestText> _texts;
    private readonly string[] _names;
    private readonly StringBuilder _path = new();
    private int _next;

    private TextPlaceNames(List<RequestText> texts)
    {
        _texts = texts;
        _names = new string[texts.Count];
        Array.Fill(_names, "");
    }

    /// <summary>The places of <paramref name="texts"/>, which stand in <paramref name="body"/> in this order.</summary>
    public static string[] Of(ReadOnlySpan<byte> body, List<RequestText> texts)
    {
        var names = new TextPlaceNames(texts);
        var start = JsonScan.SkipWhite(body, 0);
        names.Walk(body[start..], start);
        return names._names;
    }

    private void Walk(ReadOnlySpan<byte> container, int at)
    {
        var walk = new JsonWalk(container);
        var isArray = container is [(byte)'[', ..];
        var index = 0;
        while (walk.Next() && _next < _texts.Count)
        {
            var start = at + walk.ValueStart;
            // Nothing to name in here.
            if (_texts[_next].Value.Start >= start + walk.Value.Length)
            {
                index++;
                continue;
            }

            var length = _path.Length;
            if (isArray)
                _path.Append('[').Append(index++).Append(']');
            else
                _path.Append(length == 0 ? "" : ".").Append(Shown(walk.Name));
            while (_next < _texts.Count && _texts[_next].Value.Start == start)
                _names[_next++] = _path.ToString();
            if (walk.Value is [(byte)'{' or (byte)'[', ..])
                Walk(walk.Value, start);
            _path.Length = length;
        }
    }

    private static string Shown(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > 40)
            return "*";
        foreach (var b in name)
        {
            if (!char.IsAsciiLetter((char)b) && b != '_')
                return "*";
        }

        return Encoding.ASCII.GetString(name);
    }
}
