using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LlmProxy.Budgets;

/// <summary>An account as the state store keeps it: UTF-8 JSON, amounts as text, exact to the last digit.</summary>
internal static class BudgetDocument
{
    /// <summary>The key of an account's document. A name may be long and hold anything, so it goes in by its hash.</summary>
    public static string KeyOf(BudgetOwner owner)
    {
        var name = Encoding.UTF8.GetBytes($"{owner.Tenant?.Length ?? -1}:{owner.Tenant}{owner.Name}");
        return $"{owner.ScopeName}:{Convert.ToHexStringLower(SHA256.HashData(name))}";
    }

    /// <summary>Writes an account.</summary>
    public static ReadOnlyMemory<byte> Write(BudgetOwner owner, IReadOnlyList<SpentInPeriod> spent)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("scope", owner.ScopeName);
            writer.WriteString("tenant", owner.Tenant);
            writer.WriteString("name", owner.Name);
            writer.WriteStartArray("periods");
            foreach (var period in spent)
            {
                writer.WriteStartObject();
                writer.WriteString("period", period.Period.Name());
                writer.WriteString("start", period.Start);
                writer.WriteString("spent", period.Spent.ToString(CultureInfo.InvariantCulture));
                writer.WriteBoolean("told_soft", period.ToldSoft);
                writer.WriteBoolean("told_hard", period.ToldHard);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Reads an account.</summary>
    /// <exception cref="FormatException">It is no such document.</exception>
    public static (BudgetOwner Owner, List<SpentInPeriod> Spent) Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            var root = json.RootElement;
            var scopeName = root.GetProperty("scope").GetString();
            var scope = Enum.GetValues<BudgetScope>().Single(one => BudgetOwner.NameOf(one) == scopeName);
            var owner = new BudgetOwner(scope, root.GetProperty("tenant").GetString(), root.GetProperty("name").GetString()!);
            return (owner, [.. root.GetProperty("periods").EnumerateArray().Select(ReadPeriod)]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("This is no budget account.", e);
        }
    }

    private static SpentInPeriod ReadPeriod(JsonElement json)
    {
        var name = json.GetProperty("period").GetString();
        return new(
            BudgetPeriods.All.Single(period => period.Name() == name),
            json.GetProperty("start").GetDateTimeOffset(),
            decimal.Parse(json.GetProperty("spent").GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture),
            json.GetProperty("told_soft").GetBoolean(),
            json.GetProperty("told_hard").GetBoolean());
    }
}
