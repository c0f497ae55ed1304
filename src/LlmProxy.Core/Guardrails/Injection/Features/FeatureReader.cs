using System.Numerics;
using LlmProxy.Core.Guardrails.Injection.Concepts;
using LlmProxy.Core.Guardrails.Injection.Folding;

namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>Reads folded text once and tells a sink its features: words, pairs and triples of words, and of concepts.</summary>
/// <typeparam name="TSink">A structure, so that the calls vanish.</typeparam>
/// <remarks>
/// Words carry what is said in the languages of the training data; concepts carry it to others, since "ignore" before
/// "instructions" is one feature in all of them. A change here needs the model trained anew.
/// </remarks>
internal ref struct FeatureReader<TSink>
    where TSink : struct, IFeatureSink
{
    // A block ends with a sentence once it has so many words, and anyhow after so many.
    private const int FewestTokens = 12;
    private const int MostTokens = 32;

    // Concepts that stand further apart have nothing to do with each other.
    private const int Reach = 14;

    private readonly ConceptTrie _trie;
    private readonly ReadOnlySpan<byte> _text;
    private readonly FoldingKinds _kinds;
    private uint _previous;
    private uint _beforePrevious;
    private int _tokens;
    private int _blockTokens;
    private int _conceptEnd;
    private RecentConcepts _recent;

    /// <summary>Makes ready to read.</summary>
    /// <param name="text">Folded text.</param>
    /// <param name="kinds">What folding undid, a feature of each block.</param>
    /// <param name="trie">The phrases of the concepts.</param>
    public FeatureReader(ReadOnlySpan<byte> text, FoldingKinds kinds, ConceptTrie trie)
    {
        _text = text;
        _kinds = kinds;
        _trie = trie;
        _previous = FeatureSeeds.SentenceStart;
    }

    /// <summary>Reads all of the text.</summary>
    public void Read(ref TSink sink)
    {
        var position = 0;
        while (position < _text.Length)
        {
            if (WordWindow.TryRead(_text, position, out var word))
            {
                Token(word.Hash, position, _trie.MayMatch(word), ref sink);
                if (word.HasStop)
                    Gap(position + word.Length, position + word.End, ref sink);
                position += word.End;
                continue;
            }

            var kind = Characters.KindOf(_text[position..], out var length);
            if (kind is CharacterKind.Letter or CharacterKind.Digit)
                length = Word(position, ref sink);
            else if (kind == CharacterKind.Ideograph)
                Token(Hashing.Of(_text.Slice(position, length)), position, true, ref sink);
            else if (kind == CharacterKind.Stop && IsStop(position, length))
                EndSentence(ref sink);
            position += length;
        }

        if (_blockTokens > 0)
            EndBlock(ref sink);
    }

    // A full stop inside a number, a name or an address ends nothing.
    private readonly bool IsStop(int position, int length) =>
        _text[position] != '.' || position + length >= _text.Length || _text[position + length] <= ' ';

    private void Gap(int start, int end, ref TSink sink)
    {
        for (var position = start; position < end; position++)
        {
            if (Characters.Ascii[_text[position]] == CharacterKind.Stop && IsStop(position, 1))
                EndSentence(ref sink);
        }
    }

    private int Word(int start, ref TSink sink)
    {
        var hash = Hashing.Seed;
        var letters = false;
        var position = start;
        var text = _text;
        while (position < text.Length)
        {
            var value = text[position];
            var length = 1;
            var kind = value < 0x80 ? Characters.Ascii[value] : Characters.KindOf(text[position..], out length);
            if (kind is not (CharacterKind.Letter or CharacterKind.Digit))
                break;
            letters |= kind == CharacterKind.Letter;
            hash = Hashing.Next(hash, value);
            for (var end = position + length; ++position < end;)
                hash = Hashing.Next(hash, text[position]);
        }

        Token(letters ? hash : Hashing.OfNumber(position - start), start, true, ref sink);
        return position - start;
    }

    private void Token(uint hash, int start, bool mayBeConcept, ref TSink sink)
    {
        sink.Add(hash);
        sink.Add((hash * FeatureSeeds.Pairs) ^ _previous);
        if (_beforePrevious != 0)
            sink.Add((((hash * FeatureSeeds.Pairs) ^ _previous) * FeatureSeeds.Triples) ^ _beforePrevious);
        _tokens++;
        _blockTokens++;
        if (mayBeConcept && start >= _conceptEnd)
            Concept(start, ref sink);
        _beforePrevious = _previous;
        _previous = hash;
        if (_blockTokens >= MostTokens)
            EndBlock(ref sink);
    }

    private void Concept(int start, ref TSink sink)
    {
        var concept = _trie.Match(_text[start..], out var length);
        if (concept < 0)
            return;

        _conceptEnd = start + length;
        sink.AddConcept(concept);
        var code = FeatureSeeds.Concept + (uint)concept;
        sink.Add(code);
        sink.Add((code * FeatureSeeds.Opening) ^ (_previous == FeatureSeeds.SentenceStart ? 1u : 0));
        var nearest = 0;
        for (var back = 0; back < RecentConcepts.Count; back++)
        {
            var (earlier, place) = _recent.Back(back);
            if (place == 0 || _tokens - place > Reach)
                break;
            sink.Add((code * FeatureSeeds.Pairs) ^ (uint)earlier);
            if (back == 0)
                nearest = earlier;
            else
                sink.Add((((code * FeatureSeeds.Pairs) ^ (uint)nearest) * FeatureSeeds.Triples) ^ (uint)earlier);
        }

        _recent.Add(concept, _tokens);
    }

    private void EndSentence(ref TSink sink)
    {
        _previous = FeatureSeeds.SentenceStart;
        _beforePrevious = 0;
        if (_blockTokens >= FewestTokens)
            EndBlock(ref sink);
    }

    private void EndBlock(ref TSink sink)
    {
        _blockTokens = 0;
        for (var kinds = (uint)_kinds; kinds != 0; kinds &= kinds - 1)
            sink.Add(FeatureSeeds.Folding + (uint)BitOperations.TrailingZeroCount(kinds));
        sink.EndBlock();
    }
}
