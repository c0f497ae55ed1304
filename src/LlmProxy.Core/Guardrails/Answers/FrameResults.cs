using System.Runtime.InteropServices;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Collects what becomes of one document's values, and writes the document with them; every other byte stays as it came.</summary>
internal sealed class FrameResults : IDisposable
{
    private readonly List<FrameResult> _items = [];
    private readonly PooledBuffer _texts = new();

    /// <summary>Takes the texts of results: append to it, then <see cref="Add"/>.</summary>
    public PooledBuffer Texts => _texts;

    /// <summary>Whether anything changes.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>How many results there are.</summary>
    public int Count => _items.Count;

    /// <summary>The text or JSON of a result.</summary>
    public ReadOnlySpan<byte> TextOf(int number) => _texts.WrittenSpan.Slice(_items[number].TextStart, _items[number].TextLength);

    /// <summary>Forgets all results.</summary>
    public void Clear()
    {
        _items.Clear();
        _texts.Release();
        HasChanges = false;
    }

    /// <summary>Takes what was appended from <paramref name="textStart"/> on as the new text of a string.</summary>
    /// <returns>The number of the result.</returns>
    public int Add(in AnswerPlace place, int textStart, bool isSame)
    {
        _items.Add(new FrameResult(place.Start, place.End, textStart, _texts.Length - textStart, IsText: true, isSame, place.Kind));
        HasChanges |= !isSame;
        return _items.Count - 1;
    }

    /// <summary>Puts JSON in the place of a value.</summary>
    public void Put(int start, int end, ReadOnlySpan<byte> json)
    {
        var textStart = _texts.Length;
        _texts.Append(json);
        _items.Add(new FrameResult(start, end, textStart, json.Length, IsText: false, IsSame: false));
        HasChanges = true;
    }

    /// <summary>Puts JSON in the place of a value and of all results below it.</summary>
    public void PutOver(int start, int end, ReadOnlySpan<byte> json)
    {
        for (var i = _items.Count - 1; i >= 0; i--)
        {
            if (_items[i].Start >= start && _items[i].End <= end)
                _items.RemoveAt(i);
        }

        Put(start, end, json);
    }

    /// <summary>Where the value of a result stands, and whose text it is; <see cref="TextKind.None"/> for what is no text.</summary>
    public (int Start, TextKind Kind) PlaceOf(int number) => (_items[number].Start, _items[number].Kind);

    /// <summary>Takes what was appended from <paramref name="textStart"/> on as the JSON that takes the place of a value.</summary>
    public void PutFrom(int start, int end, int textStart)
    {
        _items.Add(new FrameResult(start, end, textStart, _texts.Length - textStart, IsText: false, IsSame: false));
        HasChanges = true;
    }

    /// <summary>Puts a number in the place of a value.</summary>
    public void PutNumber(Range place, long number)
    {
        var textStart = _texts.Length;
        JsonNumberWriter.Write(number, _texts);
        _items.Add(new FrameResult(place.Start.Value, place.End.Value, textStart, _texts.Length - textStart, IsText: false, IsSame: false));
        HasChanges = true;
    }

    /// <summary>Adds what was appended from <paramref name="textStart"/> on to the end of an earlier text.</summary>
    public void Extend(int number, int textStart)
    {
        var added = _texts.Length - textStart;
        if (added == 0)
            return;
        var item = _items[number];
        var start = _texts.Length;
        var room = _texts.GetSpan(item.TextLength + added);
        _texts.WrittenSpan.Slice(item.TextStart, item.TextLength).CopyTo(room);
        _texts.WrittenSpan.Slice(textStart, added).CopyTo(room[item.TextLength..]);
        _texts.Advance(item.TextLength + added);
        _items[number] = item with { TextStart = start, TextLength = item.TextLength + added, IsSame = false };
        HasChanges = true;
    }

    /// <summary>Whether a result is text.</summary>
    public bool IsText(int number) => _items[number].IsText;

    /// <summary>Appends the frame with the results in it.</summary>
    public void Write(in SseFrame frame, PooledBuffer output)
    {
        if (!HasChanges)
        {
            output.Append(frame.Raw);
        }
        else if (frame.DataOffset >= 0)
        {
            output.Append(frame.Raw[..frame.DataOffset]);
            WriteJson(frame.Data, output);
            output.Append(frame.Raw[(frame.DataOffset + frame.Data.Length)..]);
        }
        else
        {
            using var data = new PooledBuffer();
            WriteJson(frame.Data, data);
            SseWriter.WriteEvent(output, frame.Event, data.WrittenSpan);
        }
    }

    /// <summary>Appends the part of the document from <paramref name="from"/> to <paramref name="end"/> with the results in it.</summary>
    public void WriteJson(ReadOnlySpan<byte> document, PooledBuffer output, int from = 0, int end = -1)
    {
        // Values are found in the order of meaning, and written in the order of the bytes. Numbers of results hold no more from here on.
        CollectionsMarshal.AsSpan(_items).Sort();
        end = end < 0 ? document.Length : end;
        foreach (var item in _items)
        {
            if (item.IsSame || item.Start < from || item.End > end)
                continue;
            output.Append(document[from..item.Start]);
            var text = _texts.WrittenSpan.Slice(item.TextStart, item.TextLength);
            if (item.IsText)
                JsonStringWriter.Write(output, text);
            else
                output.Append(text);
            from = item.End;
        }

        output.Append(document[from..end]);
    }

    public void Dispose() => _texts.Dispose();
}
