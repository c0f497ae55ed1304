using System.Collections.Frozen;
using System.Text;

namespace LlmProxy.Core.Tokens;

/// <summary>The tokens of one encoding that steer a model and are no text, such as <c>&lt;|endoftext|&gt;</c>.</summary>
internal sealed class SpecialTokens
{
    private readonly (byte[] Name, int Id)[] _tokens;
    private readonly FrozenDictionary<int, byte[]> _names;

    /// <summary>Takes names and ids. Of several names for an id the first is the one that it is decoded to.</summary>
    public SpecialTokens(IEnumerable<(string Name, int Id)> tokens)
    {
        _tokens = [.. tokens.Select(token => (Encoding.UTF8.GetBytes(token.Name), token.Id))];
        _names = _tokens.DistinctBy(token => token.Id).ToFrozenDictionary(token => token.Id, token => token.Name);
    }

    /// <summary>The largest id.</summary>
    public int MaxId => _tokens.Max(token => token.Id);

    /// <summary>Finds the first special token in <paramref name="text"/>.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="at">Where it begins; the text's length if there is none.</param>
    /// <param name="length">How many bytes its name has.</param>
    /// <returns>Its id; -1: there is none.</returns>
    public int Find(ReadOnlySpan<byte> text, out int at, out int length)
    {
        for (at = 0; at < text.Length; at += 2)
        {
            var opening = text[at..].IndexOf("<|"u8);
            if (opening < 0)
            {
                break;
            }

            at += opening;
            foreach (var (name, id) in _tokens)
            {
                if (text[at..].StartsWith(name))
                {
                    length = name.Length;
                    return id;
                }
            }
        }

        (at, length) = (text.Length, 0);
        return -1;
    }

    /// <summary>The name of token <paramref name="id"/>, or null if it is none of these.</summary>
    public byte[]? NameOf(int id) => _names.GetValueOrDefault(id);
}
