using System.Runtime.CompilerServices;
using System.Text;

namespace LlmProxy.Prompts.Evaluations.Files;

/// <summary>Reads files of the evaluation log, each request with what was said of it, the oldest first.</summary>
/// <remarks>
/// What is thought of an answer comes later than the answer, so the files are gone through twice. A line that a crash has cut is left
/// out; so is what was removed meanwhile.
/// </remarks>
internal sealed class EvaluationReader(IReadOnlyList<string> files)
{
    /// <summary>How many lines could not be understood.</summary>
    public int Unreadable { get; private set; }

    /// <summary>How much feedback stands at no request, since the memory for it is full.</summary>
    public int FeedbackLeftOut { get; private set; }

    /// <summary>A reader of all files in a folder.</summary>
    public static EvaluationReader OfFolder(string folder) => new([.. EvaluationFolder.Files(folder).Select(file => file.FullName)]);

    /// <summary>The lines about requests, without their ends.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async IAsyncEnumerable<string> ReadAsync(EvaluationQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Unreadable = 0;
        var feedback = new FeedbackIndex();
        await foreach (var line in LinesAsync(cancellationToken))
        {
            if (IsFeedback(line) && !feedback.Add(line))
                Unreadable++;
        }

        FeedbackLeftOut = feedback.LeftOut;
        var given = 0L;
        await foreach (var line in LinesAsync(cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(line) || IsFeedback(line))
                continue;
            if (!EvaluationHead.TryRead(line, out var head))
            {
                Unreadable++;
                continue;
            }

            if (!query.Wants(head))
                continue;
            yield return feedback.Join(line, head);
            if (++given == query.Limit)
                yield break;
        }
    }

    private static bool IsFeedback(string line) => line.StartsWith(EvaluationLine.FeedbackStart, StringComparison.Ordinal);

    private async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            using var reader = Open(file);
            while (reader is not null && await reader.ReadLineAsync(cancellationToken) is { } line)
                yield return line;
        }
    }

    private static StreamReader? Open(string file)
    {
        try
        {
            return new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true), Encoding.UTF8);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
