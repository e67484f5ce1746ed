namespace VaeMlNet;

/// <summary>Solves small systems of linear equations.</summary>
internal static class LinearSystem
{
    /// <summary>Returns x with A x = b, by elimination with pivots. Both arguments are overwritten.</summary>
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        for (var i = 0; i < size; i++)
        {
            var pivot = Enumerable.Range(i, size - i).MaxBy(row => Math.Abs(matrix[row, i]));
            for (var column = 0; column < size && pivot != i; column++)
            {
                (matrix[i, column], matrix[pivot, column]) = (matrix[pivot, column], matrix[i, column]);
            }

            (right[i], right[pivot]) = (right[pivot], right[i]);
            for (var row = i + 1; row < size; row++)
            {
                var factor = matrix[row, i] / matrix[i, i];
                for (var column = i; column < size; column++)
                {
                    matrix[row, column] -= factor * matrix[i, column];
                }

                right[row] -= factor * right[i];
            }
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var column = i + 1; column < size; column++)
            {
                right[i] -= matrix[i, column] * right[column];
            }

            right[i] /= matrix[i, i];
        }

        return right;
    }
}
