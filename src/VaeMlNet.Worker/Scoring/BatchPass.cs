using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Worker;

/// <summary>
/// Runs a step over the rows of several messages at once, and writes a separate result for each message.
/// </summary>
/// <param name="format">The required format of a message.</param>
/// <param name="step">The step.</param>
internal sealed class BatchPass(MessageFormat format, BatchStep step) : IMessagePass, IDisposable
{
    private readonly Dictionary<string, long> unknownTexts = [];
    private ITransformer? transformer;

    /// <inheritdoc />
    public bool NeedsAllMessages => false;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> UnknownTexts => unknownTexts;

    /// <inheritdoc />
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

    /// <inheritdoc />
    public void Acknowledged(QueuedMessage message) { }

    /// <inheritdoc />
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
                [format.IdName, .. step.Header([.. m.SlotNames])],
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
