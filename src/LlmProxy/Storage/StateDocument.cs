namespace LlmProxy.Storage;

/// <summary>One document of an <see cref="IStateStore"/>.</summary>
/// <param name="Key">Its key, at most 512 characters.</param>
/// <param name="Content">Its content, by convention UTF-8 JSON, at most 1 MiB.</param>
public readonly record struct StateDocument(string Key, ReadOnlyMemory<byte> Content);
