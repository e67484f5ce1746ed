using VaeMlNet.Dates;

namespace VaeMlNet;

/// <summary>
/// Explains why rows have their scores, in words and in the user's units: the columns that raise the score of a row most above the usual, such as
/// "lat 23.8, usually -38 to -10".
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class RowReasons
{
    /// <summary>The largest number of reasons of a row.</summary>
    public const int Most = 3;

    // In nats, and as a part of the largest excess of the row, which can be any number.
    private const double LeastExcess = 1;
    private const double LeastPart = 0.1;
    private const double LargeExcess = 5;

    private readonly ColumnReason[] columns;
    private readonly BrokenRelations? relations;
    private readonly int mostHidden;
    private readonly int[] filledOutputs; // of each input among those of imputer.onnx

    /// <param name="manifest">The model, which scores single rows.</param>
    public RowReasons(VaeManifest manifest)
    {
        columns = [.. Columns(manifest)];
        relations = BrokenRelations.Create(manifest);
        filledOutputs =
        [
            .. manifest.InputColumns.Select(
                (_, input) => manifest.InputColumns.Take(input).Count(column => column.CanBeMissing)
            ),
        ];
        Tensor = ScoreKind.OwnContributions(manifest);
        // Half of the columns must be left to expect the others from.
        mostHidden = Math.Min(Most, columns.Length / 2);
    }

    /// <summary>Gets the output of scorer.onnx with the contributions, [N, S].</summary>
    public string Tensor { get; }

    /// <summary>Returns the columns of the reasons, those with the largest excess first.</summary>
    /// <param name="contributions">The contribution of each raw slot, [S].</param>
    public int[] Choose(ReadOnlySpan<float> contributions)
    {
        Span<(double Excess, int Column)> largest = stackalloc (double, int)[Most];
        var count = 0;
        for (var i = 0; i < columns.Length; i++)
        {
            var excess = columns[i].Excess(contributions);
            var place = count;
            while (place > 0 && excess > largest[place - 1].Excess)
            {
                place--;
            }

            // NaN is no excess.
            if (place < Most && excess >= LeastExcess)
            {
                largest[place..(Most - 1)].CopyTo(largest[(place + 1)..]);
                largest[place] = (excess, i);
                count = Math.Min(count + 1, Most);
            }
        }

        var chosen = new List<int>(count);
        foreach (var (excess, column) in largest[..count])
        {
            if (excess >= Math.Min(LeastPart * largest[0].Excess, LargeExcess))
            {
                chosen.Add(column);
            }
        }

        return [.. chosen];
    }

    /// <summary>Hides the cells of columns, so that the model expects them from the others.</summary>
    public void Hide(IEnumerable<int> chosen, StepBatch inputs, int row)
    {
        foreach (var column in Hidden(chosen))
        {
            columns[column].Hide(inputs, row);
        }
    }

    /// <summary>Replaces what the decoder expects in place of hidden cells by what imputer.onnx fills in, which knows forests and relations, too.</summary>
    /// <param name="chosen">The columns of the reasons.</param>
    /// <param name="filled">A batch of imputer.onnx with the row.</param>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="expected">The decoded row, [R].</param>
    public void Expect(IEnumerable<int> chosen, StepBatch filled, int row, Span<float> expected)
    {
        foreach (var column in Hidden(chosen))
        {
            columns[column].Expect(filled, filledOutputs[columns[column].Input], row, expected);
        }
    }

    /// <summary>Returns the reasons. One that says no more than that a value does not fit is left out unless it is the first.</summary>
    public ReadOnlyMemory<char>[] Tell(int[] chosen, in ReasonCells cells)
    {
        List<ReadOnlyMemory<char>> texts = [];
        var broken = chosen.Length == 0 ? null : relations?.Find(cells);
        foreach (var column in chosen)
        {
            var reason = columns[column];
            var text =
                broken is not null && broken.TryGetValue(reason.Input, out var relation)
                    ? reason.TellBroken(cells, relation.Text, relation.Expected)
                    : reason.Tell(cells);
            if (texts.Count == 0 || !ColumnReason.IsVague(text))
            {
                texts.Add(text.AsMemory());
            }
        }

        return [.. texts];
    }

    private IEnumerable<int> Hidden(IEnumerable<int> chosen) =>
        chosen.Take(mostHidden).Where(column => columns[column].CanHide);

    private static IEnumerable<ColumnReason> Columns(VaeManifest manifest)
    {
        var (slot, decoded) = (0, 0);
        var isOnly =
            manifest is { InputColumns: [var only], ConditionColumns.Count: 0 }
            && (only.Width == 1 || manifest.FindDateSchema(only) is not null);
        foreach (var (input, column) in manifest.InputColumns.Index())
        {
            var schema = manifest.TableSchema?.Find(column.Name);
            if (column.Type != VaeColumn.SingleType)
            {
                yield return new CategoryReason(
                    column,
                    new(input, 0, slot, decoded, 1),
                    manifest.Usual,
                    manifest.Columns
                )
                {
                    IsOnly = isOnly,
                };
            }
            else if (manifest.FindDateSchema(column) is { } dates)
            {
                ReasonPlace place = new(input, 0, slot, decoded, column.Width);
                yield return dates.Since is { } since
                    ? new DateDifferenceReason(
                        column,
                        place,
                        manifest.Usual,
                        since,
                        DateSlots.HasTimes(dates)
                            || (
                                DateSlots.SchemaSince(dates, manifest.TableSchema) is { } other
                                && DateSlots.HasTimes(other)
                            )
                    )
                    : new DateReason(column, place, manifest.Usual, dates) { IsOnly = isOnly };
            }
            else
            {
                for (var i = 0; i < column.Width; i++)
                {
                    yield return new NumberReason(
                        column,
                        new(input, i, slot + i, decoded + i, 1),
                        manifest.Usual,
                        schema
                    )
                    {
                        IsOnly = isOnly,
                    };
                }
            }

            slot += column.Width;
            decoded += column.ReconstructionWidth;
        }
    }
}
