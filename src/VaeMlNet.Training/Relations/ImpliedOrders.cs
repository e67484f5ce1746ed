namespace VaeMlNet;

/// <summary>The orders that an equation implies by the signs of its columns, such as net &lt;= total of total = net + tax where no tax is negative.</summary>
internal static class ImpliedOrders
{
    // Coefficients that differ by less are the same.
    private const double SameShare = 1e-6;

    /// <summary>Returns the pairs of columns that need no order: all of two columns alone, each of which determines the other.</summary>
    public static IEnumerable<(string Lower, string Upper)> Of(
        ColumnEquation equation,
        IReadOnlyList<RelationColumn> columns
    )
    {
        var isSum = equation.Factors.Count == 1;
        // The logarithm of a product is a sum.
        Term[] terms = isSum
            ? [.. equation.Factors[0].Terms.Select(term => Limited([term], term.Coefficient, limit => limit))]
            : [.. equation.Factors.Select(factor => Limited(factor.Terms, factor.Power, LogOf))];
        var constant = isSum ? equation.Constant : Math.Log(equation.Constant);
        var isOfTwo = equation.Columns.Count() == 2;
        return from lower in terms
            from upper in terms
            where
                lower != upper
                && lower.Column is not null
                && upper.Column is not null
                && (isOfTwo || LeastDistance(terms, constant, lower, upper) >= 0)
            select (lower.Column, upper.Column);

        // A computed number can be larger than all training values, but not negative if they are not.
        Term Limited(IReadOnlyList<EquationTerm> parts, double coefficient, Func<double, double> scale)
        {
            RelationColumn[] own = [.. parts.Select(part => columns.First(column => column.Name == part.Column))];
            return new(
                own.Length == 1 ? own[0].Name : null,
                coefficient,
                scale(own.Sum(column => column.Minimum >= 0 ? column.Minimum : double.NegativeInfinity)),
                scale(own.Sum(column => column.Maximum <= 0 ? column.Maximum : double.PositiveInfinity))
            );
        }
    }

    /// <summary>Returns the least value of upper - lower where the sum of all terms is the constant.</summary>
    private static double LeastDistance(Term[] terms, double constant, Term lower, Term upper)
    {
        var least = constant / upper.Coefficient;
        foreach (var term in terms.Where(term => term != upper))
        {
            var coefficient = -(term.Coefficient / upper.Coefficient) - (term == lower ? 1 : 0);
            least +=
                Math.Abs(coefficient) < SameShare ? 0
                : coefficient > 0 ? coefficient * term.Low
                : coefficient * term.High;
        }

        return least;
    }

    private static double LogOf(double limit) => Math.Log(Math.Max(limit, 0));

    /// <param name="Column">The column; null for a factor of several ones.</param>
    /// <param name="Coefficient">Its coefficient, or the power of the factor.</param>
    /// <param name="Low">The least value of the column, or of the logarithm of the factor.</param>
    /// <param name="High">The largest one.</param>
    private sealed record Term(string? Column, double Coefficient, double Low, double High);
}
