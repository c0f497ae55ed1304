using System.Buffers;

namespace LlmProxy.Core.Json;

/// <summary>Watches a JSON document go by in chunks and keeps a few properties of its outermost object.</summary>
/// <remarks>
/// <para>
/// Nothing else is kept: an image of a gigabyte in base64 costs no memory, and is skipped at the speed of a search for
/// its closing quote. Properties of nested objects and of objects inside a top-level array are never kept.
/// </para>
/// <para>
/// The tap observes and does not validate: a document that it calls complete has balanced brackets and strings and
/// sound separators on the outermost level, no more. Not safe for use by two threads at once.
/// </para>
/// </remarks>
public sealed class JsonTopLevelTap : IDisposable
{
    /// <summary>The default bound on one kept value, 256 KiB: far over any usage report or error.</summary>
    public const int DefaultMaxValueBytes = 256 * 1024;

    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",} \t\r\n"u8);

    private readonly JsonCapture[] _captures;
    private readonly byte[] _name;

    private State _state;
    private int _nameLength;
    private JsonCapture? _capture;
    private JsonSkipper _skipper;
    private bool _isArray;

    /// <summary>Makes a tap for one document.</summary>
    /// <param name="names">The names of the properties to keep, UTF-8 without escapes.</param>
    /// <param name="maxValueBytes">The most bytes that one value may have, at least 1; a larger one is not kept.</param>
    public JsonTopLevelTap(ReadOnlySpan<byte[]> names, int maxValueBytes = DefaultMaxValueBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxValueBytes, 1);
        _captures = new JsonCapture[names.Length];
        var longest = 0;
        for (var i = 0; i < names.Length; i++)
        {
            _captures[i] = new JsonCapture(names[i], maxValueBytes);
            longest = Math.Max(longest, names[i].Length);
        }

        // One byte more than a name can take with every character escaped: a name that fills it is none of ours.
        _name = new byte[(longest * JsonText.LongestEscape) + 1];
    }

    private enum State
    {
        Start,
        BeforeName,
        Name,
        BeforeColon,
        BeforeValue,
        String,
        Container,
        Scalar,
        AfterValue,
        Complete,
        Broken,
    }

    /// <summary>Whether the document has come to its end; if the body ends before, it was cut.</summary>
    public bool IsComplete => _state == State.Complete;

    /// <summary>Whether this is no JSON object or array; nothing that follows is looked at.</summary>
    public bool IsBroken => _state == State.Broken;

    /// <summary>Takes the next chunk, of any size. What follows a complete document is ignored.</summary>
    public void Append(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty && _state < State.Complete)
        {
            chunk = chunk[Step(chunk)..];
        }
    }

    /// <summary>The raw JSON of a property's value, if it was seen whole; valid until the tap is disposed.</summary>
    public bool TryGetValue(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var capture = Find(name);
        value = capture is { IsComplete: true } ? capture.Bytes : default;
        return !value.IsEmpty;
    }

    /// <summary>Whether a property's value was there and larger than may be kept.</summary>
    public bool IsTooLarge(ReadOnlySpan<byte> name) => Find(name) is { IsTooLarge: true };

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        foreach (var capture in _captures)
        {
            capture.Dispose();
        }
    }

    /// <summary>Takes at least one byte, or changes the state; returns how many bytes are done.</summary>
    private int Step(ReadOnlySpan<byte> chunk) => _state switch
    {
        State.Name => TakeName(chunk),
        State.String => TakeValue(chunk[.._skipper.SkipString(chunk)], ended: !_skipper.InString),
        State.Container => TakeValue(chunk[.._skipper.SkipContainer(chunk)], ended: _skipper.Depth == 0),
        State.Scalar => TakeScalar(chunk),
        _ => TakeStructure(chunk[0]),
    };

    private int TakeStructure(byte b)
    {
        if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            return 1;
        }

        if (_state == State.BeforeValue)
        {
            return BeginValue(b);
        }

        _state = (_state, b) switch
        {
            (State.Start, (byte)'{') => State.BeforeName,
            (State.Start, (byte)'[') => State.Container,
            (State.BeforeName, (byte)'"') => State.Name,
            (State.BeforeName or State.AfterValue, (byte)'}') => State.Complete,
            (State.BeforeColon, (byte)':') => State.BeforeValue,
            (State.AfterValue, (byte)',') => State.BeforeName,
            _ => State.Broken,
        };
        if (_state == State.Name)
        {
            _skipper.Open(b);
        }
        else if (_state == State.Container)
        {
            _isArray = true;
            _skipper.Open(b);
        }

        return 1;
    }

    private int BeginValue(byte b)
    {
        _capture = null;
        foreach (var capture in _captures)
        {
            if (_nameLength < _name.Length && JsonText.Means(_name.AsSpan(0, _nameLength), capture.Name))
            {
                _capture = capture;
                _capture.Begin();
            }
        }

        _nameLength = 0;
        _state = b switch
        {
            (byte)'"' => State.String,
            (byte)'{' or (byte)'[' => State.Container,
            _ => State.Scalar,
        };
        if (_state == State.Scalar)
        {
            return 0;
        }

        _skipper.Open(b);
        _capture?.Append([b]);
        return 1;
    }

    private int TakeName(ReadOnlySpan<byte> chunk)
    {
        var used = _skipper.SkipString(chunk);
        var part = chunk[..(_skipper.InString ? used : used - 1)];
        var kept = Math.Min(part.Length, _name.Length - _nameLength);
        part[..kept].CopyTo(_name.AsSpan(_nameLength));
        _nameLength += kept;
        _state = _skipper.InString ? State.Name : State.BeforeColon;
        return used;
    }

    private int TakeScalar(ReadOnlySpan<byte> chunk)
    {
        var length = chunk.IndexOfAny(ScalarEnds);
        return TakeValue(length < 0 ? chunk : chunk[..length], ended: length >= 0);
    }

    private int TakeValue(ReadOnlySpan<byte> part, bool ended)
    {
        _capture?.Append(part);
        if (ended)
        {
            _capture?.End();
            _state = _isArray ? State.Complete : State.AfterValue;
        }

        return part.Length;
    }

    private JsonCapture? Find(ReadOnlySpan<byte> name)
    {
        foreach (var capture in _captures)
        {
            if (name.SequenceEqual(capture.Name))
            {
                return capture;
            }
        }

        return null;
    }
}
