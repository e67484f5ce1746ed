using System.Threading.Channels;

namespace DetectOnStream;

/// <summary>Reads rows as they arrive.</summary>
internal static class ReadingStream
{
    /// <summary>
    /// Returns rows in batches of those that have arrived since the last batch: at least one row, and at most the given number. A slow
    /// stream is scored without delay, and a fast one in full batches. Reading waits while four batches are unread.
    /// </summary>
    /// <exception cref="FormatException">The header or a row is not valid. The rows before it are returned first.</exception>
    public static async IAsyncEnumerable<IReadOnlyList<Reading>> ReadBatchesAsync(TextReader text, int largestBatch)
    {
        var rows = Channel.CreateBounded<Reading>(4 * largestBatch);
        var reading = Task.Run(() => ReadAsync(text, rows.Writer));
        while (await rows.Reader.WaitToReadAsync())
        {
            List<Reading> batch = [];
            while (batch.Count < largestBatch && rows.Reader.TryRead(out var row))
            {
                batch.Add(row);
            }

            yield return batch;
        }

        await reading;
    }

    private static async Task ReadAsync(TextReader text, ChannelWriter<Reading> rows)
    {
        long lineNumber = 1;
        try
        {
            var header = await text.ReadLineAsync();
            if (header != Reading.Header)
            {
                throw new FormatException($"the header is '{header}', expected '{Reading.Header}'");
            }

            while (await text.ReadLineAsync() is { } line)
            {
                lineNumber++;
                await rows.WriteAsync(Reading.Parse(line));
            }
        }
        catch (FormatException exception)
        {
            throw new FormatException($"line {lineNumber}: {exception.Message}", exception);
        }
        finally
        {
            rows.Complete();
        }
    }
}
