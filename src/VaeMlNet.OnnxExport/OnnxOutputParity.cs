namespace VaeMlNet.OnnxExport;

/// <summary>The difference between one output of a model and its expected values. Immutable.</summary>
/// <param name="Index">The output's place among the model's, from 0.</param>
/// <param name="Elements">The number of compared elements.</param>
/// <param name="ElementsOutside">The number of elements that differ by more than the absolute tolerance plus the relative one times |expected|.</param>
/// <param name="LargestDifference">The largest |actual - expected|; infinite where one of them is not a number.</param>
/// <param name="RelativeError">The Euclidean norm of the differences over that of the expected numbers.</param>
/// <param name="CosineSimilarity">The cosine similarity of the expected and the actual numbers, all batches as one vector; 1 where they are parallel.</param>
public sealed record OnnxOutputParity(
    int Index,
    long Elements,
    long ElementsOutside,
    double LargestDifference,
    double RelativeError,
    double CosineSimilarity
);
