namespace Microsoft.ML.Transforms;

/// <summary>A column pair with the replacement for each slot, or one for all.</summary>
internal sealed record ReplacedColumn(InputOutputColumnPair Pair, double[] Replacements);
