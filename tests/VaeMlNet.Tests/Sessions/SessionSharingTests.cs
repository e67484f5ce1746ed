using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The sharing and disposal of sessions.</summary>
public sealed class SessionSharingTests
{
    private static readonly TinyModel Model = TinyModel.Bernoulli;
    private readonly MLContext ml = new(seed: 1);

    // A thread count that no other test uses: the sessions of this test are its own.
    private const int OwnThreads = 13;

    [Test]
    public void Fit_SameModelAndOptions_SharesOneCountedSession()
    {
        var first = Encoder(OwnThreads);
        var second = Encoder(OwnThreads);
        using var model = VaeModel.Open(Model.Folder, new() { IntraOpThreadCount = OwnThreads });

        Assert.That(first.Lease.Session, Is.SameAs(second.Lease.Session));
        Assert.That(first.Lease.Session.References, Is.EqualTo(3));

        first.Dispose();

        Assert.That(second.Lease.Session.References, Is.EqualTo(2));

        first.Dispose();

        Assert.That(second.Lease.Session.References, Is.EqualTo(2), "disposing twice releases once");

        var data = new ReusingView(Model.Rows(5));

        Assert.That(ViewColumns.Vectors(second.Transform(data), "Latent"), Has.Length.EqualTo(5), "others go on");

        second.Dispose();

        Assert.That(model.Encode(new float[6]), Has.Length.EqualTo(2), "others go on");
    }

    [Test]
    public void Fit_OtherModelOrOptions_HasItsOwnSession()
    {
        using var encoder = Encoder(OwnThreads);
        using var otherThreads = Encoder(OwnThreads + 1);
        using var otherGraph = ml
            .Transforms.VaeScore("Score", "Features", Model.Folder, new() { IntraOpThreadCount = OwnThreads })
            .Fit(new ReusingView([]));

        Assert.That(encoder.Lease.Session, Is.Not.SameAs(otherThreads.Lease.Session));
        Assert.That(encoder.Lease.Session, Is.Not.SameAs(otherGraph.Lease.Session));
    }

    [Test]
    public void Open_OtherMemoryOptions_HasItsOwnSession()
    {
        using var keeps = Acquire(new());
        using var returns = Acquire(new() { KeepMemory = false });
        using var limited = Acquire(new() { GpuMemoryLimit = 1 << 30 });

        Assert.That(returns.Session, Is.Not.SameAs(keeps.Session));
        Assert.That(limited.Session, Is.SameAs(keeps.Session), "there is no GPU memory to limit");
        Assert.That(
            () => Acquire(new() { GpuMemoryLimit = 0 }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("GpuMemoryLimit")
        );

        static SessionLease Acquire(VaeSessionOptions options) =>
            SessionPool.Acquire(
                File.ReadAllBytes(Path.Combine(Model.Folder, "encoder.onnx")),
                SessionSettings.From(options),
                new ModelFolderOwner("test")
            );
    }

    [Test]
    [Proves(15)]
    public void Dispose_LastReference_GivesTheNextOneASessionOfItsOwn()
    {
        var transformer = Encoder(OwnThreads + 2);
        var closed = transformer.Lease;

        transformer.Dispose();

        Assert.That(closed.Session.References, Is.Zero);

        using var next = Encoder(OwnThreads + 2);

        Assert.That(next.Lease.Session, Is.Not.SameAs(closed.Session));
        Assert.That(next.Lease.Session.References, Is.EqualTo(1));
    }

    [Test]
    [Proves(15)]
    public void Finalizer_UndisposedTransformer_ReleasesTheSession()
    {
        using var keeper = Encoder(OwnThreads + 3);
        Forget();

        for (var i = 0; i < 20 && keeper.Lease.Session.References > 1; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.That(keeper.Lease.Session.References, Is.EqualTo(1));

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Forget()
        {
            var forgotten = Encoder(OwnThreads + 3);
            Assert.That(forgotten.Lease.Session.References, Is.EqualTo(2));
        }
    }

    [Test]
    public void UseAfterDispose_Transformer_IsDisposedAndNamed()
    {
        var transformer = Encoder();
        var data = new ReusingView(Model.Rows(5));
        var view = transformer.Transform(data);
        var mapper = transformer.GetRowToRowMapper(data.Schema);
        transformer.Dispose();

        void Refuses(Action action, string what)
        {
            var error = Assert.Throws<ObjectDisposedException>(() => action(), what);
            Assert.That(error!.ObjectName, Does.Contain("VaeEncode of model").And.Contain(Model.Folder), what);
        }

        Refuses(() => transformer.Transform(data), "Transform");
        Refuses(() => transformer.GetRowToRowMapper(data.Schema), "GetRowToRowMapper");
        Refuses(() => view.GetRowCursor(view.Schema), "GetRowCursor");
        Refuses(() => view.GetRowCursorSet(view.Schema, 2), "GetRowCursorSet");
        Refuses(() => mapper.GetRow(data.GetRowCursor(data.Schema), mapper.OutputSchema), "GetRow");
    }

    [Test]
    public void UseAfterDispose_CursorInTheMiddle_ThrowsAtTheNextRunAndStillCloses()
    {
        var transformer = Encoder(batchSize: 4);
        var view = transformer.Transform(new ReusingView(Model.Rows(12)));
        var cursor = view.GetRowCursor(view.Schema);
        var latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        VBuffer<float> value = default;
        for (var i = 0; i < 4; i++)
        {
            cursor.MoveNext();
            latent(ref value);
        }

        transformer.Dispose();

        cursor.MoveNext();

        Assert.That(() => latent(ref value), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(cursor.Dispose, Throws.Nothing);
    }

    [Test]
    public void UseAfterDispose_Cursor_GivesNoValues()
    {
        using var transformer = Encoder();
        var view = transformer.Transform(new ReusingView(Model.Rows(12)));
        var cursor = view.GetRowCursor(view.Schema);
        var latent = cursor.GetGetter<VBuffer<float>>(view.Schema["Latent"]);
        VBuffer<float> value = default;
        cursor.MoveNext();
        latent(ref value);

        cursor.Dispose();
        cursor.Dispose();

        Assert.That(() => latent(ref value), Throws.InvalidOperationException);
        Assert.That(cursor.MoveNext(), Is.False);
        Assert.That(cursor.Position, Is.EqualTo(-1));
    }

    [Test]
    public void UseAfterDispose_Row_GivesNoValues()
    {
        using var transformer = Encoder();
        var data = new ReusingView(Model.Rows(12));
        var mapper = transformer.GetRowToRowMapper(data.Schema);
        var input = data.GetRowCursor(data.Schema);
        var row = mapper.GetRow(input, mapper.OutputSchema);
        var latent = row.GetGetter<VBuffer<float>>(row.Schema["Latent"]);
        VBuffer<float> value = default;
        input.MoveNext();
        latent(ref value);

        row.Dispose();
        row.Dispose();

        Assert.That(() => latent(ref value), Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCase(1)]
    [TestCase(3)]
    public void GetRowCursor_TransformerDisposedMeanwhile_DisposesTheSourcesCursors(int cursorCount)
    {
        var transformer = Encoder();
        var data = new ReusingView(Model.Rows(12)) { WhenCursorIsMade = transformer.Dispose };
        var view = transformer.Transform(data);

        Assert.That(
            () => cursorCount == 1 ? [view.GetRowCursor(view.Schema)] : view.GetRowCursorSet(view.Schema, cursorCount),
            Throws.TypeOf<ObjectDisposedException>()
        );

        Assert.That(data.CursorsDisposed, Is.EqualTo(cursorCount));
    }

    /// <summary>PredictionEngine creates a row and does not dispose it.</summary>
    [Test]
    public void Finalizer_UndisposedRows_UnpinsTheirBuffers()
    {
        const int RowCount = 300;
        using var transformer = Encoder();
        var before = PinnedObjects();
        Forget();

        var after = PinnedObjects();

        Assert.That(after - before, Is.LessThan(RowCount / 2));

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Forget()
        {
            var data = new ReusingView(Model.Rows(1));
            var mapper = transformer.GetRowToRowMapper(data.Schema);
            DataViewRow[] rows =
            [
                .. Enumerable
                    .Range(0, RowCount)
                    .Select(_ => mapper.GetRow(data.GetRowCursor(data.Schema), mapper.OutputSchema)),
            ];
            GC.Collect();
            Assert.That(GC.GetGCMemoryInfo().PinnedObjectsCount, Is.AtLeast(RowCount), "or this test could not fail");
            GC.KeepAlive(rows);
        }

        static long PinnedObjects()
        {
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return GC.GetGCMemoryInfo().PinnedObjectsCount;
        }
    }

    [Test]
    public void UseAfterDispose_Model_IsDisposedAndNamed()
    {
        var model = VaeModel.Open(Model.Folder);
        model.Dispose();
        model.Dispose();

        Assert.That(
            () => model.Encode(new float[6]),
            Throws.TypeOf<ObjectDisposedException>().With.Property("ObjectName").Contains("VaeModel")
        );
        Assert.That(() => model.Decode(new float[2]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => model.Verify(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Dispose_PredictionEngine_DisposesItsTransformerOnly()
    {
        var engines = Encoder();
        using var other = Encoder();
        var data = new ReusingView(Model.Rows(5));

        ml.Model.CreatePredictionEngine<Row, Encoded>(engines).Dispose();

        Assert.That(() => engines.Transform(data), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(ViewColumns.Vectors(other.Transform(data), "Latent"), Has.Length.EqualTo(5));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Proves(16)]
    [Proves(17)]
    public void EightThreads_OneTransformer_EqualTheSingleThread(bool onAnOpenedModel)
    {
        const int RowsPerThread = 10_000;
        var rows = Model.Rows(RowsPerThread);
        using var model = onAnOpenedModel ? VaeModel.Open(Model.Folder) : null;
        using var transformer = model is null
            ? Encoder()
            : ml.Transforms.VaeEncode("Latent", "Features", model).Fit(new ReusingView([]));
        var view = transformer.Transform(new ReusingView(rows));
        var expected = ViewColumns.Vectors(view, "Latent");

        var results = new float[8][][];
        RunOnThreads(
            8,
            thread =>
                results[thread] = ViewColumns.Vectors(
                    thread % 2 == 0 ? view : transformer.Transform(new ReusingView(rows)),
                    "Latent"
                )
        );

        Assert.That(results, Is.All.EqualTo(expected));
    }

    [Test]
    [Proves(16)]
    public void EightThreads_OneEngineEach_EqualTheView()
    {
        var rows = Row.From(Model.Rows(200));
        using var transformer = Encoder();
        var expected = ViewColumns.Vectors(transformer.Transform(ml.Data.LoadFromEnumerable(rows)), "Latent");

        var largest = new double[8];
        RunOnThreads(
            8,
            thread =>
            {
                using var engine = ml.Model.CreatePredictionEngine<Row, Encoded>(
                    transformer,
                    new PredictionEngineOptions { OwnsTransformer = false }
                );
                for (var i = 0; i < rows.Length; i++)
                {
                    var latent = engine.Predict(rows[i]).Latent;
                    largest[thread] = Math.Max(
                        largest[thread],
                        latent.Zip(expected[i], (a, b) => Math.Abs(a - b)).Max()
                    );
                }
            }
        );

        Assert.That(largest, Is.All.LessThan(1e-6));
    }

    [Test]
    public void Dispose_WhileOtherThreadsRun_EndsInValuesOrObjectDisposed()
    {
        var rows = Model.Rows(400);
        for (var round = 0; round < 10; round++)
        {
            var transformer = Encoder(OwnThreads + 4, batchSize: 8);
            var view = transformer.Transform(new ReusingView(rows));
            using var started = new CountdownEvent(4);
            var errors = new Exception?[5];
            RunOnThreads(
                5,
                thread =>
                {
                    try
                    {
                        if (thread == 4)
                        {
                            started.Wait();
                            transformer.Dispose();
                            return;
                        }

                        started.Signal();
                        ViewColumns.Vectors(view, "Latent");
                    }
                    catch (Exception e)
                    {
                        errors[thread] = e;
                    }
                }
            );
            Assert.That(errors.OfType<Exception>(), Is.All.TypeOf<ObjectDisposedException>());
        }
    }

    private static void RunOnThreads(int count, Action<int> work)
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => work(i)))];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    private VaeTransformer Encoder(int? threads = null, int batchSize = 64) =>
        ml
            .Transforms.VaeEncode(
                "Latent",
                "Features",
                Model.Folder,
                new() { BatchSize = batchSize, IntraOpThreadCount = threads }
            )
            .Fit(new ReusingView([]));

    private sealed class Encoded
    {
        public float[] Latent { get; set; } = [];
    }
}
