using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Views of the columns of a matrix.</summary>
/// <remarks>They are those of <c>chunk</c> and <c>split</c>, which libtorch's lazy device, a device of the tests, does not have.</remarks>
internal static class TensorParts
{
    /// <summary>Returns the first and the second half of the columns: [N, 2 K] -> [N, K] each.</summary>
    public static (Tensor First, Tensor Second) Halves(this Tensor matrix)
    {
        var width = matrix.shape[1] / 2;
        return (matrix.narrow(1, 0, width), matrix.narrow(1, width, width));
    }

    /// <summary>Returns parts of the columns, one after the other: [N, sum of widths] -> [N, width] each.</summary>
    public static IEnumerable<Tensor> Parts(this Tensor matrix, IEnumerable<long> widths)
    {
        var first = 0L;
        foreach (var width in widths)
        {
            yield return matrix.narrow(1, first, width);
            first += width;
        }
    }
}
