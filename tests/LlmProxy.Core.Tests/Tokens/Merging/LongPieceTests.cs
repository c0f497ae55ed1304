using System.Buffers;
using System.Text;
using LlmProxy.Core.Tokens;
using LlmProxy.Core.Tokens.Merging;
using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tests.Tokens.Merging;

public sealed class LongPieceTests
{
    private static readonly Vocabulary[] Vocabularies =
        [Vocabulary.Load("o200k_base.bin"), Vocabulary.Load("cl100k_base.bin"), Vocabulary.Load("p50k_base.bin")];

    // The two ways know nothing of each other: one merges from bytes upwards, the other searches from long tokens downwards.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Encode_AnyPiece_SameAsShortPiece(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 4_000; round++)
        {
            var vocabulary = Vocabularies[round % Vocabularies.Length];
            var piece = Encoding.UTF8.GetBytes(RandomText(vocabulary, random));
            piece = piece[..Math.Min(piece.Length, ShortPiece.MaxBytes)];
            piece = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(piece).TrimEnd('\uFFFD') + "-");
            if (piece.Length <= ShortPiece.MaxBytes)
            {
                var expected = ShortPiece.Encode(vocabulary, piece, PieceMemory.OfThread).ToArray();
                Assert.Equal(expected, EncodeLong(vocabulary, piece, out _));
            }
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("ab")]
    [InlineData("7")]
    [InlineData("中")]
    [InlineData("的一是")]
    [InlineData("=-")]
    [InlineData("🏳")]
    [InlineData("aaaaaaab")]
    [InlineData("\u0301")]
    public void Encode_OneMegabyteOfTheSame_TriesInProportion(string unit)
    {
        foreach (var vocabulary in Vocabularies)
        {
            var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, 1_000_000 / Encoding.UTF8.GetByteCount(unit))));
            EncodeLong(vocabulary, piece.AsSpan(0, piece.Length / 10 / 24 * 24), out var tenth);
            var ids = EncodeLong(vocabulary, piece, out var steps);

            // At worst 15 a byte: spaces in p50k_base, where tokens of up to 25 of them are tried before one of 16 fits.
            Assert.InRange(steps, ids.Length, 16L * piece.Length);
            Assert.InRange(steps, 9 * tenth, (11 * tenth) + 1_000);
        }
    }

    private static int[] EncodeLong(Vocabulary vocabulary, ReadOnlySpan<byte> piece, out long steps)
    {
        var ids = new ArrayBufferWriter<int>();
        var sink = new TokenSink(ids);
        steps = LongPiece.Encode(vocabulary, piece, ref sink);
        sink.Flush();
        return ids.WrittenSpan.ToArray();
    }

    // Tokens one behind the other, which is hard: many can be split in other ways; and runs.
    private static string RandomText(Vocabulary vocabulary, Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            var token = Encoding.UTF8.GetString(vocabulary.BytesOf(random.Next(50_000))).Replace("\uFFFD", "界", StringComparison.Ordinal);
            text.Insert(text.Length, token, random.Next(8) == 0 ? random.Next(1, 12) : 1);
        }

        return text.ToString();
    }
}
