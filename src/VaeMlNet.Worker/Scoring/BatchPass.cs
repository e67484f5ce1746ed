using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Worker;

/// <summary>
/// Runs a step over the rows of several messages at once, and writes a separate result for each message.
/// </summary>
internal sealed class BatchPass(MessageFormat format, BatchStep step) : IMessagePass, IDisposable
{
    private readonly Dictionary<string, long> unknownTexts = [];
    private ITransformer? transformer;

    public bool NeedsAllMessages => false;

    public IReadOnlyDictionary<string, long> UnknownTexts => unknownTexts;

    public IReadOnlyList<MessageOutcome> Run(IReadOnlyList<QueuedMessage> messages)
    {
        Dictionary<QueuedMessage, MessageOutcome> outcomes = new(ReferenceEqualityComparer.Instance);
        List<MessageRows> opened = [];
        foreach (var message in messages)
        {
            try
            {
                opened.Add(format.Open(message));
            }
            catch (CommandException e)
            {
                outcomes.Add(message, MessageOutcome.Poisoned(message, e.Message));
            }
        }

        foreach (var outcome in opened.Count == 0 ? [] : RunTogether(opened))
        {
            outcomes.Add(outcome.Message, outcome);
        }

        return [.. messages.Select(message => outcomes[message])];
    }

    public void Acknowledged(QueuedMessage message) { }

    public void Dispose() => (transformer as IDisposable)?.Dispose();

    // Runs messages one by one only after an error of a row: this finds the invalid one, and counts its rows as 'vaemlnet score' does.
    private MessageOutcome[] RunTogether(IReadOnlyList<MessageRows> messages)
    {
        try
        {
            return Process(messages);
        }
        catch (Exception e) when (e is CommandException or VaeRowException)
        {
            return messages is [var message]
                ? [MessageOutcome.Poisoned(message.Message, e.Message)]
                : [.. messages.SelectMany(m => RunTogether([m]))];
        }
    }

    private MessageOutcome[] Process(IReadOnlyList<MessageRows> messages)
    {
        BatchView view = new(messages);
        transformer ??= step.Estimator.Fit(view);
        ResultText[] results =
        [
            .. messages.Select(m => new ResultText(
                [format.IdName, .. WrittenColumn.Names(step.Header([.. m.SlotNames]))],
                m.Message.RowEstimate,
                format.ByteLimit
            )),
        ];
        try
        {
            WriteRows(transformer.Transform(view), view.Schema.Count, results);
            Add(view.UnknownTexts);
            return [.. messages.Zip(results, (m, r) => new MessageOutcome(m.Message, r.Finish(), r.RowCount))];
        }
        finally
        {
            Array.ForEach(results, result => result.Dispose());
        }
    }

    private void WriteRows(IDataView rows, int inputColumns, ResultText[] results)
    {
        var schema = rows.Schema;
        var needed = schema.Where(column => column.Index >= inputColumns);
        using var cursor = rows.GetRowCursor([.. needed, schema[BatchView.MessageColumn], schema[BatchView.IdColumn]]);
        var getMessage = cursor.GetGetter<int>(schema[BatchView.MessageColumn]);
        var getId = cursor.GetGetter<ReadOnlyMemory<char>>(schema[BatchView.IdColumn]);
        var writeCells = step.Bind(cursor);
        var message = 0;
        ReadOnlyMemory<char> id = default;
        while (cursor.MoveNext())
        {
            getMessage(ref message);
            getId(ref id);
            var result = results[message];
            result.Csv.WriteField(id.Span, CsvQuoting.WhenNeededOrWhitespace);
            writeCells(result.Csv);
            result.Csv.EndRecord();
            result.RowCount++;
        }
    }

    private void Add(IReadOnlyDictionary<string, long> unknown)
    {
        foreach ((var column, var count) in unknown)
        {
            unknownTexts[column] = unknownTexts.GetValueOrDefault(column) + count;
        }
    }
}

/// <summary>
/// The rows of several messages as ML.NET data, one message after the other. Each row has the columns of the model, the index
/// of its message and its id.
/// </summary>
/// <param name="messages">The messages, at least one. All belong to one model.</param>
internal sealed class BatchView(IReadOnlyList<MessageRows> messages) : OrderedView
{
    /// <summary>The column with the index of the message that a row belongs to, from 0.</summary>
    public const string MessageColumn = "vaemlnet.message";

    /// <summary>The column with the id of a row: a text, or the number of the row in its message, from 1.</summary>
    public const string IdColumn = "vaemlnet.id";

    private readonly Dictionary<string, long> unknownTexts = [];

    public override DataViewSchema Schema { get; } = MakeSchema(messages[0]);

    /// <summary>
    /// Gets the number of cells by column whose text is not in the training data. The encoder reads them as missing.
    /// </summary>
    public IReadOnlyDictionary<string, long> UnknownTexts => unknownTexts;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new BatchCursor(messages, Schema, columns, CountUnknownTexts);

    private static DataViewSchema MakeSchema(MessageRows message)
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumns(new CsvTableView(message.File, message.Columns).Schema);
        builder.AddColumn(MessageColumn, NumberDataViewType.Int32, null);
        builder.AddColumn(IdColumn, TextDataViewType.Instance, null);
        return builder.ToSchema();
    }

    private void CountUnknownTexts(MessageRows message, TableCells[] cells)
    {
        foreach ((var column, var cell) in message.Columns.Zip(cells).Where(c => c.Second.UnknownCount > 0))
        {
            unknownTexts[column.Name] = unknownTexts.GetValueOrDefault(column.Name) + cell.UnknownCount;
        }
    }
}

/// <summary>An ML.NET step that a worker runs over rows, with the columns of its result.</summary>
/// <param name="Estimator">The step.</param>
/// <param name="Header">Returns the columns of the result without the id, given the names of the slots.</param>
/// <param name="Bind">Returns an action that writes the cells of the current row, given the cursor.</param>
internal sealed record BatchStep(
    IEstimator<ITransformer> Estimator,
    Func<IReadOnlyList<string>, WrittenColumn[]> Header,
    Func<DataViewRow, Action<CsvWriter>> Bind
)
{
    /// <summary>Creates the step for anomaly scores, as <c>vaemlnet score</c> writes them.</summary>
    public static BatchStep Score(VaeModel model, string[] columnNames, VaeScoreOptions options)
    {
        var hasContributions = options.ContributionsColumnName is not null;
        var hasPValues = options.PValueColumnName is not null;
        var hasUnseen = model.Manifest.MarksUnseen;
        var own = options with
        {
            PredictedLabelColumnName = ScoreWriter.PredictedLabelColumn,
            ContributionsColumnName = hasContributions ? ScoreWriter.ContributionsColumn : null,
            PValueColumnName = hasPValues ? ScoreWriter.PValueColumn : null,
            UnseenColumnName = hasUnseen ? ScoreWriter.UnseenColumn : null,
        };
        return new BatchStep(
            new MLContext().Transforms.VaeScore(ScoreWriter.ScoreColumn, columnNames, model, own),
            slotNames =>
                new ScoreWriter(keepScores: false, hasContributions ? slotNames : null, hasUnseen, hasPValues).Header,
            row => new ScoreWriter(keepScores: false, hasContributions ? [] : null, hasUnseen, hasPValues).Bind(row)
        );
    }

    /// <summary>Creates the step for posterior means, as <c>vaemlnet encode</c> writes them.</summary>
    /// <inheritdoc cref="Score" path="/param"/>
    public static BatchStep Encode(VaeModel model, string[] columnNames) =>
        new(
            new MLContext().Transforms.VaeEncode(LatentWriter.LatentColumn, columnNames, model, new()),
            _ => LatentWriter.Header(model.LatentDim),
            LatentWriter.Bind
        );
}
