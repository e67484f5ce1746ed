using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>One cycle of opening, scoring, training and disposing, with and without faults, all determined by the seed.</summary>
internal sealed class SoakCycle(SoakFolders folders, int seed)
{
    private const int Width = 8;
    private const int RowCount = 300;
    private const int ThreadCount = 3;

    private readonly Random random = new(seed);
    private readonly MLContext ml = new(seed);

    /// <summary>Writes the undamaged model that every cycle opens.</summary>
    public static void WriteSoundModel(string folder)
    {
        using var rows = Rows(seed: 0);
        using var trained = new VaeTrainer(Options(seed: 1)).Fit(rows);
        trained.Export(folder, rows);
    }

    /// <summary>Runs the cycle. Throws if an operation fails with another exception than its fault permits.</summary>
    public void Run()
    {
        Action[] acts =
        [
            TrainAndExport,
            TrainAndCancel,
            TrainWithBadRows,
            TrainWithoutPlaceForCheckpoints,
            LoseCheckpointsWhileTraining,
            OpenDamagedModel,
            Score,
            ScoreRowsThatEndInAnError,
            DisposeModelInUse,
            DisposeTransformerInUse,
        ];
        foreach (var act in acts)
        {
            act();
        }
    }

    private void TrainAndExport()
    {
        using var rows = Rows(seed);
        var checkpoint = In("checkpoint");
        using (var trained = new VaeTrainer(Options(seed)) { Checkpoints = new(checkpoint) }.Fit(rows))
        {
            trained.Export(In("model"), rows);
        }

        using var loaded = TrainedVae.LoadCheckpoint(checkpoint);
        loaded.Evaluate(rows);
        using var model = VaeModel.Open(In("model"));
        model.Verify();
        Damage(checkpoint);
        // The damage may be in the files for resuming, which LoadCheckpoint does not read.
        Allow<VaeModelException>(() => TrainedVae.LoadCheckpoint(checkpoint).Dispose());
    }

    private void TrainAndCancel()
    {
        using var rows = Rows(seed);
        using var cancellation = new CancellationTokenSource();
        var reports = random.Next(1, 5);
        var progress = new Progress(() =>
        {
            if (--reports == 0)
            {
                cancellation.Cancel();
            }
        });
        VaeCheckpointOptions checkpoints = new(In("canceled")) { InterruptedFolder = In("interrupted") };
        var trainer = new VaeTrainer(Options(seed) with { EpochCount = 50 }) { Checkpoints = checkpoints };
        Expect<OperationCanceledException>(() =>
            trainer.Fit(rows, progress: progress, cancellationToken: cancellation.Token).Dispose()
        );
    }

    private void TrainWithBadRows()
    {
        using var rows = Rows(seed);
        rows[random.Next(RowCount), random.Next(Width)] = float.NaN;
        Expect<InvalidOperationException>(() => new VaeTrainer(Options(seed)).Fit(rows).Dispose());
    }

    private void TrainWithoutPlaceForCheckpoints()
    {
        using var rows = Rows(seed);
        var folder = In("occupied");
        if (random.Next(2) == 0)
        {
            File.WriteAllText(folder, "a file where the folder should be");
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(folder, "checkpoint.json", "a folder where the file should be"));
        }

        var trainer = new VaeTrainer(Options(seed)) { Checkpoints = new(folder) };
        Expect<VaeModelException>(() => trainer.Fit(rows).Dispose());
    }

    /// <summary>
    /// Trains while another thread deletes the checkpoints. Training must succeed or report that it cannot write.
    /// </summary>
    private void LoseCheckpointsWhileTraining()
    {
        using var rows = Rows(seed);
        var folder = In("lost");
        using var isOver = new CancellationTokenSource();
        var deleting = Task.Run(() =>
        {
            while (!isOver.IsCancellationRequested)
            {
                TryDelete(folder);
                Thread.Sleep(1);
            }
        });
        var trainer = new VaeTrainer(Options(seed) with { EpochCount = 5 }) { Checkpoints = new(folder) };
        Allow<VaeModelException>(() => trainer.Fit(rows).Dispose());
        isOver.Cancel();
        deleting.Wait();
    }

    private void OpenDamagedModel()
    {
        var folder = folders.CopyOfSound("damaged");
        Damage(folder);
        Expect<VaeModelException>(() =>
        {
            using var model = VaeModel.Open(folder);
            model.Verify();
        });
        var data = View(seed);
        // A step reads fewer files than Verify, so damage in other files does not affect it.
        Allow<VaeModelException>(() =>
        {
            using var scorer = ml.Transforms.VaeScore("Score", "Features", folder).Fit(data);
            ViewPass.OneCursor(scorer.Transform(data), "Score");
        });
    }

    private void Score()
    {
        var data = View(seed);
        using var model = VaeModel.Open(folders.Sound);
        using var scorer = ml.Transforms.VaeScore("Score", "Features", model).Fit(data);
        using var encoder = ml.Transforms.VaeEncode("Latent", "Features", folders.Sound).Fit(data);
        var scored = scorer.Transform(encoder.Transform(data));
        ViewPass.OneCursor(scored, "Score", "Latent");
        using var left = scored.GetRowCursor(scored.Schema);
        for (var i = random.Next(RowCount); i > 0; i--)
        {
            left.MoveNext();
        }

        using var saved = new MemoryStream();
        ml.Model.Save(scorer, data.Schema, saved);
        saved.Position = 0;
        var loaded = ml.Model.RestoreBatching(ml.Model.Load(saved, out _));
        ViewPass.OneCursor(loaded.Transform(data), "Score");
        (loaded as IDisposable)?.Dispose();
    }

    private void ScoreRowsThatEndInAnError()
    {
        var last = random.Next(RowCount);
        var rows = Enumerable
            .Range(0, RowCount)
            .Select(i => i < last ? new float[Width] : throw new IOException("The source is gone."));
        var data = FeatureDataView.Create(ml, rows, Width);
        using var scorer = ml.Transforms.VaeScore("Score", "Features", folders.Sound).Fit(View(seed));
        Expect<Exception>(() => ViewPass.OneCursor(scorer.Transform(data), "Score"));
    }

    private void DisposeModelInUse()
    {
        var model = VaeModel.Open(folders.Sound);
        var rows = new float[RowCount * Width];
        WhileInUse(
            () =>
            {
                model.Encode(rows);
                model.Verify();
            },
            model.Dispose
        );
    }

    private void DisposeTransformerInUse()
    {
        var data = View(seed);
        var scorer = ml.Transforms.VaeScore("Score", "Features", folders.Sound).Fit(data);
        WhileInUse(() => ViewPass.OneCursor(scorer.Transform(data), "Score"), scorer.Dispose);
    }

    /// <summary>Uses an object on several threads while it is disposed.</summary>
    private void WhileInUse(Action use, Action dispose)
    {
        Task[] users =
        [
            .. Enumerable
                .Range(0, ThreadCount)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                            Expect<ObjectDisposedException>(() =>
                            {
                                while (true)
                                {
                                    use();
                                }
                            }),
                        TaskCreationOptions.LongRunning
                    )
                ),
        ];
        Thread.Sleep(random.Next(30));
        dispose();
        Task.WaitAll(users);
    }

    private void Damage(string folder)
    {
        string[] files = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];
        var file = files[random.Next(files.Length)];
        switch (random.Next(3))
        {
            case 0:
                File.Delete(file);
                break;
            case 1:
                var whole = File.ReadAllBytes(file);
                File.WriteAllBytes(file, whole[..random.Next(whole.Length)]);
                break;
            default:
                var bytes = File.ReadAllBytes(file);
                // Flip a bit that turns text into invalid UTF-8.
                bytes[random.Next(bytes.Length)] ^= 0x80;
                File.WriteAllBytes(file, bytes);
                break;
        }
    }

    private void Expect<T>(Action act)
        where T : Exception
    {
        try
        {
            act();
        }
        catch (T)
        {
            return;
        }

        throw new InvalidOperationException(
            $"The cycle with seed {seed} did not throw the {typeof(T).Name} that its fault causes."
        );
    }

    private static void Allow<T>(Action act)
        where T : Exception
    {
        try
        {
            act();
        }
        catch (T) { }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // The folder does not exist yet, or a file was written during the deletion.
        }
    }

    private string In(string name) => Path.Combine(folders.Cycle, name);

    private IDataView View(int ofSeed)
    {
        var generator = new Random(ofSeed);
        float[][] rows =
        [
            .. Enumerable
                .Range(0, RowCount)
                .Select(_ => Enumerable.Range(0, Width).Select(_ => generator.NextSingle()).ToArray()),
        ];
        return FeatureDataView.Create(ml, rows, Width);
    }

    private static Tensor Rows(int seed)
    {
        var generator = new Random(seed);
        float[] values = [.. Enumerable.Range(0, RowCount * Width).Select(_ => generator.NextSingle())];
        return tensor(values).reshape(RowCount, Width);
    }

    private static VaeTrainerOptions Options(int seed) =>
        new()
        {
            LatentDim = 2,
            HiddenDims = [16],
            EpochCount = 2,
            Seed = seed,
        };

    private sealed class Progress(Action report) : IProgress<VaeTrainingProgress>
    {
        public void Report(VaeTrainingProgress value) => report();
    }
}
