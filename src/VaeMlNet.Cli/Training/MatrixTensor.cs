using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>Rows in memory as TorchSharp takes them.</summary>
internal static class MatrixTensor
{
    /// <summary>float32 [N, D]; the caller disposes it.</summary>
    public static Tensor From(FeatureMatrix matrix) => tensor(matrix.Values, [matrix.RowCount, matrix.Width]);

    /// <summary>float32 [n, D] of the first rows; the caller disposes it.</summary>
    public static Tensor FromFirstRows(FeatureMatrix matrix, int count)
    {
        var rows = matrix.FirstRows(count).ToArray();
        return tensor(rows, [rows.Length / matrix.Width, matrix.Width]);
    }
}
