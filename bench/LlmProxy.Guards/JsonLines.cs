using System.Text.Json;

namespace LlmProxy.Guards;

/// <summary>Reads files of one JSON object a line.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>All objects of a file, in its order; empty lines are passed over.</summary>
    /// <exception cref="InvalidDataException">A line is not such an object; the message names file and line.</exception>
    public static List<T> Read<T>(string file)
    {
        var items = new List<T>();
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                items.Add(JsonSerializer.Deserialize<T>(line, Options) ?? throw new JsonException("The line is null."));
            }
            catch (JsonException mistake)
            {
                throw new InvalidDataException($"{file}, line {number}: {mistake.Message}", mistake);
            }
        }

        return items;
    }
}
