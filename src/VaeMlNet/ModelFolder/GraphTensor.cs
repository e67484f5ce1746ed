namespace VaeMlNet;

/// <summary>A float32 [N, <paramref name="Width"/>] input or output of a graph.</summary>
internal readonly record struct GraphTensor(string Name, int Width);
