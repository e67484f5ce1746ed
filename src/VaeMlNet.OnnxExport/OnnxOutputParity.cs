namespace VaeMlNet.OnnxExport;

/// <summary>The difference between one output of a model and its expected values. Immutable.</summary>
/// <param name="Index">The index of the output, from 0.</param>
/// <param name="Elements">The number of compared elements.</param>
/// <param name="ElementsOutside">The number of elements that differ by more than the absolute tolerance plus the relative one times |expected|.</param>
/// <param name="LargestDifference">The largest |actual - expected|. It is infinite if one of them is not a number.</param>
/// <param name="RelativeError">The Euclidean norm of the differences divided by that of the expected numbers.</param>
/// <param name="CosineSimilarity">
/// The cosine similarity of the expected and the actual numbers, with all batches as one vector. It is 1 if they are parallel.
/// </param>
public sealed record OnnxOutputParity(
    int Index,
    long Elements,
    long ElementsOutside,
    double LargestDifference,
    double RelativeError,
    double CosineSimilarity
);
