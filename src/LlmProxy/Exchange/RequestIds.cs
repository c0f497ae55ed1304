using System.Security.Cryptography;

namespace LlmProxy.Exchange;

/// <summary>Makes ULIDs: 26 characters of Crockford's base 32, sortable by time (github.com/ulid/spec).</summary>
internal static class RequestIds
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int RandomBytes = 10;

    // Drawn for many ids at once: the generator costs the same for one.
    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _used;

    /// <summary>A new id: 48 bits of Unix milliseconds, then 80 random bits that nobody can guess.</summary>
    public static string Create(DateTimeOffset now)
    {
        var drawn = _drawn;
        if (drawn is null || _used == drawn.Length)
        {
            _drawn = drawn ??= new byte[64 * RandomBytes];
            RandomNumberGenerator.Fill(drawn);
            _used = 0;
        }

        var random = drawn.AsSpan(_used, RandomBytes);
        _used += RandomBytes;
        return Format(now.ToUnixTimeMilliseconds(), random);
    }

    /// <summary>When an id was made; <c>null</c>: it is no id of ours, which are in capitals.</summary>
    public static DateTimeOffset? TimeOf(string id)
    {
        if (id.Length != 26)
            return null;
        long milliseconds = 0;
        for (var i = 0; i < id.Length; i++)
        {
            var digit = Alphabet.IndexOf(id[i], StringComparison.Ordinal);
            // 10 characters hold 50 bits, of which 48 are used.
            if (digit < 0 || (i == 0 && digit > 7))
                return null;
            if (i < 10)
                milliseconds = (milliseconds << 5) | (long)digit;
        }

        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    internal static string Format(long milliseconds, ReadOnlySpan<byte> random)
    {
        ulong high = 0;
        for (var i = 0; i < 5; i++)
            high = (high << 8) | random[i];
        ulong low = 0;
        for (var i = 5; i < 10; i++)
            low = (low << 8) | random[i];
        return string.Create(26, (Time: (ulong)milliseconds, High: high, Low: low), static (id, parts) =>
        {
            Put(id[..10], parts.Time);
            Put(id[10..18], parts.High);
            Put(id[18..], parts.Low);
        });
    }

    private static void Put(Span<char> into, ulong bits)
    {
        for (var i = into.Length - 1; i >= 0; i--, bits >>= 5)
            into[i] = Alphabet[(int)(bits & 31)];
    }
}
