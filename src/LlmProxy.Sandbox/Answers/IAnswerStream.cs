namespace LlmProxy.Sandbox.Answers;

/// <summary>Gives an answer the form of one protocol's stream; each call sends at least one frame, or none where the protocol has none.</summary>
internal interface IAnswerStream
{
    /// <summary>What comes before all content.</summary>
    ValueTask StartAsync();

    /// <summary>Announces a part.</summary>
    ValueTask OpenAsync(AnswerBlock block);

    /// <summary>Sends a piece of the part's text.</summary>
    ValueTask PieceAsync(AnswerBlock block, ReadOnlyMemory<char> piece);

    /// <summary>Ends a part.</summary>
    ValueTask CloseAsync(AnswerBlock block);

    /// <summary>What comes after all content.</summary>
    ValueTask FinishAsync();
}
