using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A cursor runs batches ahead on several threads, without an effect on rows, values and errors.</summary>
public sealed class RunAheadTests
{
    private const int BatchSize = 16;
    private const int RowCount = 400;

    private static readonly TinyModel Model = TinyModel.Bernoulli;
    private static readonly float[][] Expected = Latents(RowCount);
    private VaeTransformer transformer = null!;

    [SetUp]
    public void Fit() =>
        transformer = new MLContext(seed: 1)
            .Transforms.VaeEncode("Latent", "Features", Model.Folder, new() { BatchSize = BatchSize })
            .Fit(new ReusingView([]));

    [TearDown]
    public void Close() => transformer.Dispose();

    [Test]
    [Proves(84)]
    public void Cursor_AnyNumberOfThreads_GivesEveryRowInOrderWithTheSameBits(
        [Values(1, 2, 4)] int threads,
        [Values(0, 1, 16, 17, 32, 33, 191, 192, 400)] int rowCount
    )
    {
        var source = new ReusingView(Model.Rows(rowCount));
        using var cursor = Open(source, threads);

        Assert.That(ReadAll(cursor), Is.EqualTo(rowCount));

        Assert.That((source.RowsRead, source.FeaturesRead), Is.EqualTo((rowCount, rowCount)));
        Assert.That(source.CursorsDisposed, Is.EqualTo(1));
        Assert.That(source.ReadingThreads.Keys, Is.SubsetOf(new[] { Environment.CurrentManagedThreadId }));
    }

    [Test]
    [Proves(84)]
    public void Cursor_ManyAtOnce_EachGivesItsRowsInOrder([Values(2, 4)] int threads)
    {
        var counts = new int[8];

        Parallel.For(
            0,
            counts.Length,
            i =>
            {
                using var cursor = Open(new ReusingView(Model.Rows(RowCount)), threads);
                counts[i] = ReadAll(cursor);
            }
        );

        Assert.That(counts, Is.All.EqualTo(RowCount));
    }

    [Test]
    [Proves(84)]
    public void Cursor_SourceThatFails_GivesTheRowsBeforeItFirst(
        [Values(1, 2, 4)] int threads,
        [Values(0, 15, 16, 17, 31, 32, 100, 192)] int failing
    )
    {
        using var cursor = Open(new ReusingView(Model.Rows(RowCount)) { FailingRow = failing }, threads);
        var latent = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]);
        VBuffer<float> value = default;

        for (var row = 0; row < failing; row++)
        {
            Assert.That(cursor.MoveNext(), Is.True);
            latent(ref value);
            Assert.That(value.DenseValues(), Is.EqualTo(Expected[row]), $"row {row}");
        }

        for (var i = 0; i < 2; i++)
        {
            Assert.That(
                () => cursor.MoveNext(),
                Throws.InvalidOperationException.With.Message.EqualTo($"The source fails at row {failing}.")
            );
            Assert.That(cursor.Position, Is.EqualTo(-1));
        }
    }

    [Test]
    [Proves(84)]
    public void Cursor_RefusedRow_FailsAloneWithItsNumber([Values(1, 2, 4)] int threads)
    {
        var rows = Model.Rows(RowCount);
        rows[77][4] = 2;
        using var cursor = Open(new ReusingView(rows), threads);
        var latent = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]);
        VBuffer<float> value = default;

        for (var row = 0; cursor.MoveNext(); row++)
        {
            if (row == 77)
            {
                Assert.That(
                    () => latent(ref value),
                    Throws.TypeOf<VaeRowException>().With.Message.StartWith("Row 77, slot 4 of 'Features' is 2,")
                );
                continue;
            }

            latent(ref value);
            Assert.That(value.DenseValues(), Is.EqualTo(Expected[row]), $"row {row}");
        }
    }

    [Test]
    [Proves(84)]
    public void Cursor_ValuesOfSomeRowsOnly_AreTheirOwn([Values(2, 4)] int threads, [Values(1, 2, 3, 4, 5, 6)] int seed)
    {
        var source = new ReusingView(Model.Rows(RowCount));
        using var cursor = Open(source, threads);
        var latent = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]);
        var text = cursor.GetGetter<ReadOnlyMemory<char>>(cursor.Schema["Text"]);
        var random = new Random(seed);
        VBuffer<float> value = default;
        ReadOnlyMemory<char> name = default;
        var row = 0;
        for (var chance = 0; cursor.MoveNext(); row++)
        {
            // Parts of the data that are read, and parts that are not, longer than batches and shorter.
            chance = row % 20 == 0 ? random.Next(3) : chance;
            if (random.Next(10) < 5 * chance)
            {
                latent(ref value);
                Assert.That(value.DenseValues(), Is.EqualTo(Expected[row]), $"row {row}");
            }

            text(ref name);
            Assert.That(name.ToString(), Is.EqualTo($"row {row}"));
        }

        Assert.That((row, source.RowsRead), Is.EqualTo((RowCount, RowCount)));
    }

    [Test]
    [Proves(84)]
    public void Dispose_InTheMiddle_EndsAllRuns([Values(1, 2, 4)] int threads, [Values(1, 17, 40, 200)] int rowsRead)
    {
        var source = new ReusingView(Model.Rows(RowCount));
        var cursor = Open(source, threads);
        var latent = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]);
        VBuffer<float> value = default;
        for (var row = 0; row < rowsRead; row++)
        {
            cursor.MoveNext();
            latent(ref value);
        }

        cursor.Dispose();

        var runs = transformer.Lease.Session.RunCount;
        Thread.Sleep(20);

        Assert.That(transformer.Lease.Session.RunCount, Is.EqualTo(runs));
        Assert.That(source.CursorsDisposed, Is.EqualTo(1));
        Assert.That(() => latent(ref value), Throws.InvalidOperationException);
        Assert.That(cursor.MoveNext(), Is.False);
    }

    [Test]
    public void TransformerDisposed_InTheMiddle_StillServesOtherColumns([Values(1, 2, 4)] int threads)
    {
        using var cursor = Open(new ReusingView(Model.Rows(RowCount)), threads);
        var latent = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]);
        var id = cursor.GetGetter<int>(cursor.Schema["Id"]);
        VBuffer<float> value = default;
        var failed = 0;
        var row = 0;
        for (; cursor.MoveNext(); row++)
        {
            if (row == 40)
            {
                transformer.Dispose();
            }

            var number = -1;
            id(ref number);
            Assert.That(number, Is.EqualTo(row));

            try
            {
                latent(ref value);
                Assert.That(value.DenseValues(), Is.EqualTo(Expected[row]), $"row {row}");
            }
            catch (ObjectDisposedException)
            {
                failed++;
            }
        }

        Assert.That(row, Is.EqualTo(RowCount));
        Assert.That(failed, Is.InRange(1, RowCount - 40));
    }

    /// <summary>Reading only the first rows computes no more. Reading on fills all buffers.</summary>
    [TestCase(1, BatchSize)]
    [TestCase(BatchSize, BatchSize)]
    [TestCase(BatchSize + 1, 5 * BatchSize)]
    [TestCase((2 * BatchSize) + 1, 6 * BatchSize)]
    [Proves(84)]
    public void Cursor_AfterSomeRows_HasReadSoManyOfTheSource(int rows, int expected)
    {
        var source = new ReusingView(Model.Rows(RowCount));
        using var cursor = Open(source, threads: 2);
        ViewColumns.ReadVectors(cursor, "Latent", rows);

        Assert.That(source.RowsRead, Is.EqualTo(expected));
    }

    [Test]
    public void Cursor_ValuesNotRead_RunsNoSession()
    {
        using var cursor = Open(new ReusingView(Model.Rows(RowCount)), threads: 4);
        var before = transformer.Lease.Session.RunCount;

        while (cursor.MoveNext()) { }

        Assert.That(transformer.Lease.Session.RunCount, Is.EqualTo(before));
    }

    [Test]
    public void Cursor_OverAnotherStep_GivesTheValuesOfOneThread()
    {
        var ml = new MLContext(seed: 1);
        float[][] Means(int? threads)
        {
            VaeEncodeOptions options = new() { BatchSize = BatchSize, IntraOpThreadCount = threads };
            var pipeline = ml
                .Transforms.VaeEncode("First", "Features", Model.Folder, options)
                .Append(ml.Transforms.VaeEncode("Latent", "Features", Model.Folder, options));
            var data = new ReusingView(Model.Rows(RowCount));
            return ViewColumns.Vectors(pipeline.Fit(data).Transform(data), "Latent");
        }

        Assert.That(Means(null), Is.EqualTo(Means(1)));
    }

    [TestCase(1, 256, 1)]
    [TestCase(4, 256, 8)]
    [TestCase(4, 1_000_000, 4)]
    [TestCase(4, 100_000_000, 2)]
    [Proves(84)]
    public void Choose_AnyBatchSize_KeepsFewBytes(int threads, int batchSize, int buffers)
    {
        var step = transformer.Step with { BatchSize = batchSize };

        var batching = CursorBatching.Choose(step, runsAtOnce: threads, sharesRuns: false, rowCount: null, 1);

        Assert.That(batching.BufferCount, Is.EqualTo(buffers));
        Assert.That(batching.WorkerCount, Is.EqualTo(Math.Min(threads, buffers) - 1));
    }

    [Test]
    public void Wait_NoThreadOfThePoolBegan_RunsOnTheCallingThread()
    {
        using var batch = new CountingBatch();
        var run = new BatchRun(batch, 5);

        run.Wait();
        run.Wait();
        run.TryRun();

        Assert.That(batch.Threads, Is.EqualTo(new[] { Environment.CurrentManagedThreadId }));
        Assert.That(run.HasEnded, Is.True);
    }

    [Test]
    public void Wait_FailedRun_ThrowsEachTime()
    {
        using var batch = new CountingBatch { Failure = new VaeModelException("no run") };
        var run = new BatchRun(batch, 5);

        for (var i = 0; i < 2; i++)
        {
            Assert.That(run.Wait, Throws.TypeOf<VaeModelException>().With.Message.EqualTo("no run"));
        }

        Assert.That(batch.Threads, Has.Count.EqualTo(1));
    }

    [Test]
    public void Cancel_WaitingRun_NeverRuns()
    {
        using var batch = new CountingBatch();
        var run = new BatchRun(batch, 5);

        run.Cancel();
        run.Cancel();
        run.TryRun();

        Assert.That(batch.Threads, Is.Empty);
    }

    private static float[][] Latents(int rowCount)
    {
        var data = new ReusingView(Model.Rows(rowCount));
        using var alone = new MLContext(seed: 1)
            .Transforms.VaeEncode(
                "Latent",
                "Features",
                Model.Folder,
                new() { BatchSize = BatchSize, IntraOpThreadCount = 1 }
            )
            .Fit(data);
        return ViewColumns.Vectors(alone.Transform(data), "Latent");
    }

    private BatchedOnnxCursor Open(ReusingView source, int threads)
    {
        var bindings = transformer.Step.Bind(source.Schema);
        var active = new ActiveColumns(transformer.Step, bindings, bindings.Schema);
        var batching = CursorBatching.Choose(transformer.Step, threads, sharesRuns: false, rowCount: null, 1);
        var cursor = source.GetRowCursor(active.InputColumns);
        return new(transformer.Step, transformer.Sessions, bindings.Schema, cursor, active, batching);
    }

    /// <summary>Reads all columns of all rows, and asserts that they belong to the row. Returns the number of rows.</summary>
    private static int ReadAll(BatchedOnnxCursor cursor)
    {
        var latent = cursor.GetGetter<VBuffer<float>>(cursor.Schema["Latent"]);
        var id = cursor.GetGetter<int>(cursor.Schema["Id"]);
        var rowId = cursor.GetIdGetter();
        VBuffer<float> value = default;
        DataViewRowId unique = default;
        var row = 0;
        for (; cursor.MoveNext(); row++)
        {
            var number = -1;
            id(ref number);
            rowId(ref unique);
            latent(ref value);
            Assert.That(number, Is.EqualTo(row));
            Assert.That(unique, Is.EqualTo(new DataViewRowId((ulong)row, 7)));
            Assert.That((cursor.Position, cursor.Batch), Is.EqualTo(((long)row, (long)row)));
            Assert.That(value.DenseValues(), Is.EqualTo(Expected[row]), $"row {row}");
        }

        return row;
    }

    private sealed class CountingBatch : StepBatch
    {
        public List<int> Threads { get; } = [];

        public Exception? Failure { get; init; }

        public override RowValues Input(int input, int row) => default;

        public override RowValues Output(int output, int row) => default;

        public override void Run(int rowCount)
        {
            Threads.Add(Environment.CurrentManagedThreadId);
            if (Failure is not null)
            {
                throw Failure;
            }
        }

        public override void Dispose() { }
    }
}
