using System.Text;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Core.Json;

namespace LlmProxy.Guardrails.Input;

/// <summary>Names the places of texts in a body, as <c>messages[2].content[0].text</c>.</summary>
/// <remarks>A name that a caller may have made up is content, and told as <c>*</c>: <see cref="PlaceNames"/> has those that are not.</remarks>
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
        names.Walk(body[start..], start, isOpen: false);
        return names._names;
    }

    private void Walk(ReadOnlySpan<byte> container, int at, bool isOpen)
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
            var isOpenBelow = isOpen;
            if (isArray)
            {
                _path.Append('[').Append(index++).Append(']');
            }
            else
            {
                var name = isOpen ? PlaceNames.Other : PlaceNames.Of(walk.Name);
                isOpenBelow |= PlaceNames.IsOpen(name, isTop: length == 0);
                _path.Append(length == 0 ? "" : ".").Append(name);
            }

            while (_next < _texts.Count && _texts[_next].Value.Start == start)
                _names[_next++] = _path.ToString();
            if (walk.Value is [(byte)'{' or (byte)'[', ..])
                Walk(walk.Value, start, isOpenBelow);
            _path.Length = length;
        }
    }
}
