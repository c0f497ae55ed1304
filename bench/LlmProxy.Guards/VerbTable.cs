namespace LlmProxy.Guards;

/// <summary>Finds the verb that the command line names, and runs it.</summary>
internal static class VerbTable
{
    /// <summary>Runs a verb.</summary>
    /// <returns>The verb's exit code; 2, with the usage on the error stream, when no verb is named or its arguments are wrong.</returns>
    public static int Run(IReadOnlyList<Verb> verbs, string[] arguments)
    {
        foreach (var verb in verbs)
        {
            var words = verb.Name.Split(' ');
            if (!arguments.AsSpan(0, Math.Min(words.Length, arguments.Length)).SequenceEqual(words))
                continue;
            try
            {
                return verb.Run(arguments[words.Length..]);
            }
            catch (Exception mistake) when (mistake is UsageException or IOException or InvalidDataException)
            {
                Console.Error.WriteLine(mistake.Message);
                Console.Error.WriteLine($"usage: {verb.Name} {verb.Arguments}");
                return 2;
            }
        }

        Console.Error.WriteLine("usage:");
        foreach (var verb in verbs)
            Console.Error.WriteLine($"  {verb.Name} {verb.Arguments}\n      {verb.Purpose}");
        return 2;
    }
}
