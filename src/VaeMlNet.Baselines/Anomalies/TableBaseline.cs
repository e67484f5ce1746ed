namespace VaeMlNet.Baselines;

/// <summary>A method that was fitted to the rows of a table.</summary>
/// <remarks>
/// A cell with a level that no training row has raises the score of its row by <see cref="UnseenPenalty"/>, because most methods cannot
/// tell it from a missing one. Thread safety: immutable.
/// </remarks>
internal sealed class TableBaseline
{
    private const double UnseenQuantile = 0.99;

    private TableBaseline(NumericRows encoding, FittedBaseline method, double unseenPenalty)
    {
        (Encoding, Method, UnseenPenalty) = (encoding, method, unseenPenalty);
    }

    /// <summary>Gets the vectors of rows that the method reads.</summary>
    public NumericRows Encoding { get; }

    public FittedBaseline Method { get; }

    /// <summary>
    /// Gets by how much a level that no training row has raises a score: the distance from the median to the 0.99 quantile of the training
    /// rows' scores. 0 without categories.
    /// </summary>
    public double UnseenPenalty { get; }

    /// <summary>Fits a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="encoding">The vectors of the training rows.</param>
    /// <param name="training">The training rows. At least 2.</param>
    /// <param name="seed">The seed of random choices.</param>
    /// <param name="cancellationToken">Cancels the fit.</param>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public static TableBaseline Fit(
        AnomalyBaseline method,
        NumericRows encoding,
        CodedTable training,
        int seed,
        CancellationToken cancellationToken = default
    )
    {
        var rows = encoding.Encode(training);
        // Random choices then do not depend on the order of the rows.
        Array.Sort(rows, (a, b) => a.AsSpan().SequenceCompareTo(b));
        var fitted = method.Fit(rows, seed, cancellationToken);
        if (training.Columns.All(column => column.IsNumber))
        {
            return new(encoding, fitted, unseenPenalty: 0);
        }

        double[] scores = [.. fitted.Score(rows, cancellationToken).Order()];
        return new(
            encoding,
            fitted,
            scores[(int)(UnseenQuantile * (scores.Length - 1))] - scores[(scores.Length - 1) / 2]
        );
    }

    /// <summary>Returns the score of each row.</summary>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public double[] Score(CodedTable rows, CancellationToken cancellationToken = default)
    {
        var scores = Method.Score(Encoding.Encode(rows), cancellationToken);
        var unseen = Encoding.FindUnseen(rows);
        return [.. scores.Select((score, row) => score + (UnseenPenalty * unseen.Count(column => column[row])))];
    }

    /// <summary>Returns the parts of each row's score that belong to its columns, which add up to the score: [rows][columns].</summary>
    public double[][] Contributions(CodedTable rows)
    {
        var unseen = Encoding.FindUnseen(rows);
        var share = Method.Constant / Encoding.Columns.Count;
        return
        [
            .. Encoding
                .Encode(rows)
                .Select(
                    (encoded, row) =>
                    {
                        var ofSlots = Method.Contributions(encoded).AsSpan();
                        var ofColumns = new double[Encoding.Columns.Count];
                        for (var i = 0; i < ofColumns.Length; i++)
                        {
                            ofColumns[i] = share + (unseen[i][row] ? UnseenPenalty : 0);
                            foreach (var part in ofSlots.Slice(Encoding.Starts[i], Encoding.Widths[i]))
                            {
                                ofColumns[i] += part;
                            }
                        }

                        return ofColumns;
                    }
                ),
        ];
    }
}
