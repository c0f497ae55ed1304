using System.Text.Json;
using LlmProxy.Configuration;
using LlmProxy.Storage;

namespace LlmProxy.Prompts.Quality;

/// <summary>What was said of answers, one opinion a request: the last one. Safe for use by many threads.</summary>
/// <remarks>In memory are ratings and verdicts; comments and labels are in the store alone. At the bound the oldest is forgotten in both, and stays counted.</remarks>
internal sealed class FeedbackBook(IStateStore store, LlmConfigState configuration, IEnumerable<IFeedbackSink> sinks)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Feedback> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly IFeedbackSink[] _sinks = [.. sinks];

    /// <summary>Whether all that was said before is known; until then nothing can be taken, since it might count twice.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Writes an opinion down, and tells whoever wants to know.</summary>
    /// <param name="feedback">The opinion.</param>
    /// <param name="count">Counts it in the place of the former one, which may be <c>null</c>.</param>
    /// <returns>Whether it took the place of another.</returns>
    public bool Set(Feedback feedback, Action<Feedback, Feedback?> count)
    {
        // Under the lock, so that two opinions of one request are counted and told in the order in which they hold.
        lock (_lock)
        {
            _known.TryGetValue(feedback.RequestId, out var before);
            _known[feedback.RequestId] = Small(feedback);
            if (before is null)
                _order.Enqueue(feedback.RequestId);
            store.Put(StateCollections.Feedback, feedback.RequestId, JsonSerializer.SerializeToUtf8Bytes(feedback));
            Trim();
            count(feedback, before);
            foreach (var sink in _sinks)
                sink.Note(feedback, before);
            return before is not null;
        }
    }

    /// <summary>Reads what was said before.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        // Ids are in the order of time, and so are the documents.
        var documents = await store.LoadAsync(StateCollections.Feedback, cancellationToken);
        lock (_lock)
        {
            foreach (var document in documents)
            {
                if (Read(document) is { } feedback && _known.TryAdd(document.Key, Small(feedback)))
                    _order.Enqueue(document.Key);
            }

            Trim();
            IsLoaded = true;
        }
    }

    private void Trim()
    {
        var most = configuration.Current.Proxy.Prompts.Feedback.Kept;
        while (_order.Count > most)
        {
            var oldest = _order.Dequeue();
            _known.Remove(oldest);
            store.Delete(StateCollections.Feedback, oldest);
        }
    }

    private static Feedback Small(Feedback feedback) => feedback with { Comment = null, Tags = [] };

    private static Feedback? Read(in StateDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize<Feedback>(document.Content.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
