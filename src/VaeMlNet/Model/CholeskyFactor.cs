namespace VaeMlNet;

/// <summary>
/// Computes the lower triangle C with C C' = A of a symmetric positive definite matrix A; row-major, float64 [n, n].
/// </summary>
internal static class CholeskyFactor
{
    /// <summary>Computes the Cholesky factor of a matrix (Golub and Van Loan 2013, section 4.2.5).</summary>
    /// <param name="matrix">Returns an element of A by row and column. Only the lower triangle is read.</param>
    /// <param name="size">n.</param>
    /// <returns>C, or null if A is not positive definite to working precision.</returns>
    public static double[]? Compute(Func<int, int, double> matrix, int size)
    {
        var factor = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var rest = matrix(row, column);
                for (var k = 0; k < column; k++)
                {
                    rest -= factor[(row * size) + k] * factor[(column * size) + k];
                }

                if (row == column && !(rest > 0))
                {
                    return null;
                }

                factor[(row * size) + column] =
                    row == column ? Math.Sqrt(rest) : rest / factor[(column * size) + column];
            }
        }

        return factor;
    }
}
