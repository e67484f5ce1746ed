namespace VaeMlNet.OnnxExport;

/// <summary>How far one output of a model is from what is expected. Immutable.</summary>
/// <param name="Index">The output's place among the model's, from 0.</param>
/// <param name="Elements">How many elements were compared.</param>
/// <param name="ElementsOutside">How many differ by more than the absolute tolerance plus the relative one times |expected|.</param>
/// <param name="LargestDifference">The largest |actual - expected|; infinite where one of them is not a number.</param>
/// <param name="RelativeError">The Euclidean norm of the differences over that of the expected numbers.</param>
/// <param name="CosineSimilarity">Of the expected and the actual numbers, all batches as one vector; 1 where they are parallel.</param>
public sealed record OnnxOutputParity(
    int Index,
    long Elements,
    long ElementsOutside,
    double LargestDifference,
    double RelativeError,
    double CosineSimilarity
);
