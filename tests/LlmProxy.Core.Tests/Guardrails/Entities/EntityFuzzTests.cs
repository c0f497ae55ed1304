using System.Text;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Entities;

/// <summary>Texts from pieces of entities, cut and put together at random: no rule may throw, and chunks must not matter.</summary>
public class EntityFuzzTests
{
    private static readonly string[] Pieces =
    [
        "tel ", "fax:", "order ", "SSN ", "born ", "card ", "iban ", "password: ", "api_key=", "passport ", "电话", "生年月日", "né le ", "+49", "(0)", "089",
        "078-05-1121", "4111 1111 1111 1111", "GB82WEST12345698765432", "12/05/1971", "1971年5月9日", "9 May 1971", "::", "fe80::1", "/64", "10.0.0.1", "%eth0",
        "a@b.org", "@", "://", "x:y@", "eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxIn0", "sk-", "ghp_", "q7Zt2LkW9xVb4NmRf8Ys3HcD6pJg1TaE5uKi", "-----BEGIN PRIVATE KEY-----\n",
        "-----END PRIVATE KEY-----", "AKIA", "Q7ZT2LKW9XVB4NMR", "131052-308T", "X1234567L", "rm -rf ", "/", "DROP TABLE ", ";", "eval(", "input()", "Dear ", "Ann ", "Lee",
        " ", "  ", ".", ",", "-", "(", ")", "\"", "'", "=", "\n", "0", "1", "9", "1234567890123456", "20240506", "05-06", "+1 ", "x17", "é", "입니다", "\u00a0", "😀", "<", "{", "}", "$",
    ];

    private static readonly PatternSet Set = PatternSet.Compile([.. EntityCatalogue.All.Select(pattern => pattern.Definition)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_PiecesAtRandom_IsTheSameInChunksAndInside(int seed)
    {
        var random = new Random(seed);
        var found = 0;
        for (var i = 0; i < 300; i++)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Pieces[random.Next(Pieces.Length)])));
            var whole = Find(text, text.Length);
            found += whole.Count;
            Assert.All(whole, match => Assert.InRange(match.Start, 0, match.End - 1));
            Assert.All(whole, match => Assert.InRange(match.End, 1, text.Length));
            Assert.Equal(whole, Find(text, random.Next(1, 8)));
        }

        Assert.True(found > 100);
    }

    private static List<PatternMatch> Find(byte[] text, int size)
    {
        using var scanner = Set.RentScanner();
        var matches = new List<PatternMatch>();
        foreach (var chunk in text.Chunk(size))
        {
            scanner.Feed(chunk);
            matches.AddRange(scanner.Matches);
        }

        scanner.Finish();
        matches.AddRange(scanner.Matches);
        // What an open match knows of its end depends on the cut; its closing does not.
        return [.. matches.Where(match => match.Phase != PatternMatchPhase.Opened).OrderBy(match => match.Start).ThenBy(match => match.Pattern)];
    }
}
