using System.Text;

namespace VaeMlNet.Worker;

/// <summary>The required format of messages for a model. It checks a message before any row is read.</summary>
internal sealed class MessageFormat
{
    private readonly VaeModel model;
    private readonly ColumnChoice columns;
    private readonly string? idColumn;
    private readonly int byteLimit;

    /// <summary>Creates the format and checks that the chosen columns fit the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="columns">The columns to use. A table model finds its columns by name.</param>
    /// <param name="idColumn">The column with the ids of the rows; null numbers the rows of a message from 1.</param>
    /// <param name="byteLimit">The largest body of a message and of its result, in bytes.</param>
    /// <exception cref="CommandException">The model is of a table or a time series, but columns were chosen.</exception>
    public MessageFormat(VaeModel model, ColumnChoice columns, string? idColumn, int byteLimit)
    {
        this.model = model;
        this.columns = columns;
        this.idColumn = idColumn;
        this.byteLimit = byteLimit;
        ModelTable.CheckChoice(columns, model);
    }

    /// <summary>Gets the columns of the data that the model reads.</summary>
    public string[] ColumnNames => [.. ModelTable.Columns(model.Manifest).Select(column => column.Name)];

    /// <summary>Gets the name of the result column that identifies the row.</summary>
    public string IdName => idColumn ?? "row";

    /// <summary>Reads the header of a message and checks that it fits the model.</summary>
    /// <exception cref="CommandException">The message cannot be used. The exception gives the reason.</exception>
    public MessageRows Open(QueuedMessage message)
    {
        var file = OpenText(message);
        var series = model.Manifest.Series;
        file = TimeParts.Join(file, series?.TimeColumn);
        // Names a missing column without the advice of 'vaemlnet score', which has options for other names.
        foreach (var name in new[] { series?.TimeColumn, series?.SeriesColumn }.OfType<string>())
        {
            file.IndexOf(name);
        }

        // The id is not a feature, unless the user names it as one.
        var choice =
            columns.Columns is null && idColumn is not null
                ? columns with
                {
                    Ignored = [.. columns.Ignored, idColumn],
                }
                : columns;
        var rows = InferenceRows.Open(model, file, new() { Choice = choice });
        // Rows with one measurement each have become rows with all of them.
        file = rows.Csv!;
        return new MessageRows(
            message,
            file,
            [.. rows.Columns.Select(column => column.WithUnseenKey())],
            idColumn is null ? null : file.IndexOf(idColumn)
        );
    }

    /// <summary>Gets the largest body of a message and of its result, in bytes.</summary>
    public int ByteLimit => byteLimit;

    private CsvFile OpenText(QueuedMessage message)
    {
        if (message.Id is null)
        {
            throw new CommandException(
                "The message has no message_id, which is needed to recognize redelivered messages. Send messages with a message_id."
            );
        }

        // Different ids would be the same in the results.
        if (ShortText.HasReplacement(message.Id) || ShortText.HasReplacement(message.Properties.CorrelationId))
        {
            throw new CommandException(
                $"Message '{message.Id}' has a message_id or correlation_id that is not UTF-8. Send ids as text, for example as hexadecimal digits."
            );
        }

        ReadOnlyMemory<byte> text;
        Encoding encoding;
        var type = message.Properties.ContentType;
        try
        {
            text = Unpack(message);
            encoding = MessageEncoding.Detect(type, text.Span);
        }
        catch (CommandException e)
        {
            throw new CommandException($"Message '{message.Id}' {e.Message}.");
        }

        return MessageEncoding.IsJson(type)
            ? CsvFile.FromJsonMessage(message.Id, text)
            : CsvFile.FromMessage(message.Id, text, encoding);
    }

    private ReadOnlyMemory<byte> Unpack(QueuedMessage message)
    {
        if (message.Body.Length > byteLimit)
        {
            throw new CommandException(
                $"is {message.Body.Length} bytes, more than the {byteLimit} bytes of --max-message-bytes. Send fewer rows in a message"
            );
        }

        return (message.Properties.ContentEncoding ?? "").ToLowerInvariant() switch
        {
            "" or "identity" or "utf-8" or "utf8" => message.Body,
            "gzip" => Unpack(message.Body),
            _ => throw new CommandException(
                $"has content encoding '{message.Properties.ContentEncoding}', expected none or 'gzip'. Send the text as it is or as gzip"
            ),
        };
    }

    private ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed)
    {
        using var gzip = PackedFile.OpenGzip(new MemoryStream(packed.ToArray()));
        using MemoryStream text = new();
        var block = new byte[1 << 16];
        try
        {
            for (var count = -1; count != 0; text.Write(block, 0, count))
            {
                count = gzip.Read(block);
                if (text.Length + count > byteLimit)
                {
                    throw new CommandException(
                        $"has more than the {byteLimit} bytes of --max-message-bytes when it is unpacked. Send fewer rows in a message"
                    );
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new CommandException("is not gzip, as its content encoding says. Send it again", e);
        }

        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }
}
