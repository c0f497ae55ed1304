namespace LlmProxy.Sqlite.State;

/// <summary>A document that is to be set, or removed.</summary>
/// <param name="Collection">Its collection.</param>
/// <param name="Key">Its key.</param>
/// <param name="Document">Its content; <c>null</c>: it is to be removed.</param>
internal readonly record struct StateWrite(string Collection, string Key, byte[]? Document);
