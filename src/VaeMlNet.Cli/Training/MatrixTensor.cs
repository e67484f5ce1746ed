using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>Copies rows in memory to TorchSharp tensors.</summary>
internal static class MatrixTensor
{
    /// <summary>Returns all rows, float32 [N, D]. The caller must dispose the tensor.</summary>
    public static Tensor From(FeatureMatrix matrix) => tensor(matrix.Values, [matrix.RowCount, matrix.Width]);

    /// <summary>Returns the first rows, float32 [n, D]. The caller must dispose the tensor.</summary>
    public static Tensor FromFirstRows(FeatureMatrix matrix, int count)
    {
        var rows = matrix.FirstRows(count).ToArray();
        return tensor(rows, [rows.Length / matrix.Width, matrix.Width]);
    }
}
