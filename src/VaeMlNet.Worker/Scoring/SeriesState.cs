using System.Security.Cryptography;

namespace VaeMlNet.Worker;

/// <summary>
/// The state of a worker that survives a restart: the last rows of each series, the keys of the messages that brought them, and the results
/// of messages that are not acknowledged yet.
/// </summary>
/// <remarks>
/// <para>
/// The file has the SHA-256 of the rest, a mark, the keys of the answered messages with their results, and the checkpoint of the engine. It
/// is one file, and is replaced as a whole, because a message must be in the windows if and only if it is among the answered ones.
/// </para>
/// Thread safety: <see cref="Forget"/> may be called while other members run. The others may not be called at the same time.
/// </remarks>
internal sealed class SeriesState : IDisposable
{
    private const string Mark = "VaeMlNet worker series 1";

    private readonly string path;
    private readonly int capacity;
    private readonly VaeSeriesEngine engine;
    private readonly FileStream ownership;
    private readonly Lock gate = new();
    private readonly Queue<UInt128> order = [];

    // Messages without a result are acknowledged.
    private readonly Dictionary<UInt128, Result?> answered = [];
    private bool isChanged;

    private SeriesState(string path, int capacity, VaeSeriesEngine engine, FileStream ownership)
    {
        this.path = path;
        this.capacity = capacity;
        this.engine = engine;
        this.ownership = ownership;
    }

    /// <summary>Takes a state file for this process, and restores its state if it exists.</summary>
    /// <param name="path">The file. A file beside it, with the extension <c>.lock</c>, keeps other workers away.</param>
    /// <param name="capacity">The number of answered messages to remember. The oldest one is forgotten first.</param>
    /// <param name="engine">The engine that receives the rows. It stays open.</param>
    public static SeriesState Open(string path, int capacity, VaeSeriesEngine engine)
    {
        OutputFile.CheckWritable(path);
        SeriesState state = new(path, capacity, engine, Own(path));
        try
        {
            if (File.Exists(path))
            {
                state.Read(File.ReadAllBytes(path));
            }

            return state;
        }
        catch (Exception e)
        {
            state.Dispose();
            if (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                throw new CommandException(
                    $"The state file '{path}' cannot be restored: {e.Message} To begin all series again, delete the file, or name another one with --state.",
                    e
                );
            }

            throw;
        }
    }

    /// <summary>Returns the outcome of a message that was answered before; null for a new message.</summary>
    public MessageOutcome? Find(QueuedMessage message)
    {
        lock (gate)
        {
            return !answered.TryGetValue(message.Key, out var result) ? null
                : result is null ? MessageOutcome.Known(message)
                : new MessageOutcome(message, result.Text, result.RowCount);
        }
    }

    /// <summary>Remembers a message whose rows are in the windows now.</summary>
    /// <returns>The same outcome.</returns>
    public MessageOutcome Add(MessageOutcome outcome)
    {
        lock (gate)
        {
            Add(outcome.Message.Key, new Result(outcome.Result!.Value, outcome.RowCount));
            isChanged = true;
        }

        return outcome;
    }

    /// <summary>Forgets the result of an acknowledged message, but not the message.</summary>
    public void Forget(QueuedMessage message)
    {
        lock (gate)
        {
            if (answered.ContainsKey(message.Key))
            {
                answered[message.Key] = null;
                isChanged = true;
            }
        }
    }

    /// <summary>Says that the engine changed in another way than by a message.</summary>
    public void Changed() => isChanged = true;

    /// <summary>Writes the file, if a message was added or acknowledged since it was written.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public void Save()
    {
        if (!isChanged)
        {
            return;
        }

        using MemoryStream content = new();
        using BinaryWriter writer = new(content);
        writer.Write(Mark);
        lock (gate)
        {
            isChanged = false;
            writer.Write(order.Count);
            foreach (var key in order)
            {
                var result = answered[key];
                writer.Write((ulong)(key >> 64));
                writer.Write((ulong)key);
                writer.Write(result?.RowCount ?? -1);
                if (result is not null)
                {
                    writer.Write(result.Text.Length);
                    writer.Write(result.Text.Span);
                }
            }
        }

        writer.Flush();
        engine.SaveCheckpoint(content);
        try
        {
            OutputFile.Write(
                path,
                file =>
                {
                    content.Position = 0;
                    file.Write(SHA256.HashData(content));
                    content.WriteTo(file);
                }
            );
        }
        catch
        {
            isChanged = true;
            throw;
        }
    }

    public void Dispose() => ownership.Dispose();

    private static FileStream Own(string path)
    {
        var place = FileIdentity.Resolve(path) + ".lock";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileStream(place, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                $"The state file '{path}' cannot be used: {e.Message.TrimEnd('.')}. Every worker needs a state file of its own; if another one uses this file, name another one with --state.",
                e
            );
        }
    }

    private void Read(byte[] bytes)
    {
        const int start = SHA256.HashSizeInBytes;
        if (
            bytes.Length < start
            || !SHA256.HashData(bytes.AsSpan(start)).AsSpan().SequenceEqual(bytes.AsSpan(0, start))
        )
        {
            throw new InvalidDataException("it is damaged, or no state of a worker.");
        }

        using MemoryStream content = new(bytes, start, bytes.Length - start);
        using BinaryReader reader = new(content);
        if (reader.ReadString() != Mark)
        {
            throw new InvalidDataException("it is of another version.");
        }

        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            UInt128 key = new(reader.ReadUInt64(), reader.ReadUInt64());
            var rowCount = reader.ReadInt32();
            Add(key, rowCount < 0 ? null : new Result(reader.ReadBytes(reader.ReadInt32()), rowCount));
        }

        engine.RestoreCheckpoint(content);
    }

    private void Add(UInt128 key, Result? result)
    {
        answered.Add(key, result);
        order.Enqueue(key);
        if (order.Count > capacity)
        {
            answered.Remove(order.Dequeue());
        }
    }

    private sealed record Result(ReadOnlyMemory<byte> Text, int RowCount);
}
