using System.Diagnostics;
using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Searches the options of a table model that are best by an objective on held-out rows: random search, or successive halving.
/// </summary>
/// <remarks>
/// The first trial has the defaults, so the best trial is never worse than the defaults on the held-out rows. On other rows it can be: the more
/// trials, the more the best one owes to chance. Keep rows apart to compare the two models. Trials run one after the other. Set
/// <see cref="VaeTunerOptions.Shard"/> to run them in several processes. The same options and data give the same trials, if torch uses the
/// same number of threads on machines of the same kind. Thread safety: a tuner may be used from one thread at a time.
/// </remarks>
/// <example>
/// <code>
/// var tuner = new VaeTuner(new() { Objective = VaeTuningObjective.Imputation, TrialCount = 28 });
/// var result = tuner.Run(data, ["Age", "Income"]);
/// using var best = new VaeTrainer(result.Best!.Options).Fit(data, ["Age", "Income"]);
/// </code>
/// </example>
public sealed class VaeTuner
{
    private const int BoundSamples = 50;
    private const int MostRows = 5000;
    private const int MostTrainingRows = 10_000;
    private const int RowsWithoutCopies = 2000;
    private const int MostCopies = 8;

    private readonly VaeTunerOptions options;
    private readonly VaeTrainer trainer;

    /// <summary>Creates a tuner.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">An option is outside its range, or is missing.</exception>
    public VaeTuner(VaeTunerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        trainer = NewTrainer(options.Training);
    }

    /// <summary>Runs the trials that have no result yet.</summary>
    /// <param name="data">The rows. A fifth of them is held out from each training.</param>
    /// <param name="columnNames">
    /// The columns of the table, as for <see cref="VaeTrainer"/>. <see cref="VaeTunerOptions.TargetColumnName"/> is left out.
    /// </param>
    /// <param name="progress">
    /// Receives each finished trial. Called on the calling thread, where <see cref="ReadResult"/> returns the best trial so far and the share
    /// that is done, if the options name a folder. Default: null.
    /// </param>
    /// <param name="cancellationToken">Cancels the training that runs. Finished trials remain in the folder.</param>
    /// <returns>The trials of this and of earlier runs, and the best of them.</returns>
    /// <exception cref="ArgumentException">A column is missing, or cannot be used.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are fewer than 10 rows; anomalies are to be planted in a single column; a label is no label of anomalies; a fold holds out only rows that are marked as anomalies, or none; no row that is held out, or none of the others, has a class; the trial with the defaults fails; or the folder has trials of another tuning, or ones that must not be
    /// used again.
    /// </exception>
    /// <exception cref="VaeModelException">A result cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Tuning was canceled.</exception>
    public VaeTuningResult Run(
        IDataView data,
        IReadOnlyList<string> columnNames,
        IProgress<VaeTrial>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        VaeTrainer.CheckNames(columnNames);
        data = RowsWithWeight.Of(data, options.Training.Data);
        var watch = Stopwatch.StartNew();
        string[] names = [.. columnNames.Where(name => name != options.Target)];
        var (chosen, table) = trainer.Choose(data, names, cancellationToken);
        TuningRows rows = new(data, table.RowCount, options.FoldCount, options.Seed);
        CheckObjective(data, table, rows, cancellationToken);
        SearchSpace space = new(options.Training, chosen, options);
        var folder = TrialFolder.Open(
            options.Folder,
            () => TuningPlan.Create(options, rows.FoldCount, table, data, cancellationToken),
            options.Resume
        );
        var brackets = TrialBracket.CountFor(options);
        for (var index = options.Shard - 1; index < (brackets ?? int.MaxValue); index += options.ShardCount)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (index > 0 && options.TimeBudget is { } budget)
            {
                if (watch.Elapsed >= budget)
                {
                    break;
                }

                limit.CancelAfter(budget - watch.Elapsed);
            }

            try
            {
                RunBracket(TrialBracket.At(index, options.Method), space, rows, names, folder, progress, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                break; // out of time
            }
        }

        return Result(folder, options.Objective);
    }

    /// <summary>Reads the trials in <see cref="VaeTunerOptions.Folder"/>, of all processes that share it, without data.</summary>
    /// <remarks>
    /// Files have no functions: the options of trials have the functions of a <see cref="CustomNetworkOptions"/> only if <see
    /// cref="VaeTunerOptions.Training"/> has it as its network.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The options name no folder.</exception>
    /// <exception cref="VaeModelException">The folder has no tuning, or a file is damaged.</exception>
    public VaeTuningResult ReadResult()
    {
        if (options.Folder is null)
        {
            throw new InvalidOperationException(
                "VaeTunerOptions.Folder is null, so there are no results to read. Set it to the folder of a tuning."
            );
        }

        var (folder, plan) = TrialFolder.OpenToRead(options.Folder);
        return Result(folder, plan.Objective);
    }

    /// <summary>Measures the objective of a model on rows, as trials are measured. Compare models on rows that no tuning has used.</summary>
    /// <param name="model">A table model.</param>
    /// <param name="rows">The rows. Of more than 5,000, so many random ones are used.</param>
    /// <param name="trainingRows">
    /// For <see cref="VaeTuningObjective.Accuracy"/>, the rows that the classifier learns from. Of more than 10,000, so many random ones are used.
    /// Default: null, for the other objectives.
    /// </param>
    /// <returns>The objective.</returns>
    /// <exception cref="ArgumentException">A column is missing or cannot be used, or rows to learn from are missing.</exception>
    /// <exception cref="InvalidOperationException">The model is not a table model, or the rows cannot be measured.</exception>
    public double Measure(TrainedVae model, IDataView rows, IDataView? trainingRows = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        if (model.Table is null || model.ConditionColumns.Count > 0)
        {
            throw new InvalidOperationException(
                $"The model of '{model.FeatureColumnName}' is not a plain table model, but a tuner measures only such models. Train on the columns of a table, without conditions."
            );
        }

        var measured = Measured(rows);
        if (options.Objective == VaeTuningObjective.Accuracy)
        {
            ArgumentNullException.ThrowIfNull(trainingRows);
            return DownstreamAccuracy.Measure(model, Learned(trainingRows), measured, options.Target!, options.Seed);
        }

        using var read = model.ReadRows(measured);
        if (options.Target is { } label)
        {
            return LabeledAnomalies.Auc(model, read, measured, rows, label);
        }

        var copies = (int)Math.Clamp(RowsWithoutCopies / read.shape[0], 1, MostCopies);
        return options.Objective switch
        {
            VaeTuningObjective.Detection => PlantedAnomalies.Auc(model, read, copies, options.Seed),
            VaeTuningObjective.Imputation => HiddenCellError.Mean(model, read, copies, options.Seed),
            _ => model.LogLikelihoodPerRow(read, BoundSamples, options.Seed).Average(),
        };
    }

    /// <summary>Checks the columns, and reads the target, before the first training, which can take long.</summary>
    private void CheckObjective(IDataView data, Table table, TuningRows rows, CancellationToken cancellationToken)
    {
        var isDetection = options.Objective == VaeTuningObjective.Detection;
        if (options.Target is not { } target)
        {
            if (isDetection)
            {
                PlantedAnomalies.Check(table);
            }

            return;
        }

        if (isDetection)
        {
            var heldOut = Enumerable.Range(0, rows.FoldCount).Select(fold => Measured(rows.HeldOut(fold)));
            LabeledAnomalies.Check(data, heldOut, target, cancellationToken);
            return;
        }

        for (var fold = 0; fold < rows.FoldCount; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DownstreamAccuracy.ReadClasses(Learned(rows.Training(fold)), Measured(rows.HeldOut(fold)), target);
        }
    }

    private IDataView Measured(IDataView rows) => RandomRows.Of(rows, MostRows, options.Seed);

    private IDataView Learned(IDataView rows) => RandomRows.Of(rows, MostTrainingRows, options.Seed);

    private VaeTrainer NewTrainer(VaeTrainerOptions training) => new(training) { ForAnomalies = options.ForAnomalies };

    private void RunBracket(
        TrialBracket bracket,
        SearchSpace space,
        TuningRows rows,
        string[] names,
        TrialFolder folder,
        IProgress<VaeTrial>? progress,
        CancellationToken cancellationToken
    )
    {
        int[] remaining = [.. Enumerable.Range(bracket.FirstTrial, bracket.Rungs[0].TrialCount)];
        foreach (var (count, share) in bracket.Rungs)
        {
            List<VaeTrial> finished = [];
            foreach (var number in remaining.Take(count))
            {
                if (folder.Find(number, share) is not { } trial)
                {
                    trial = RunTrial(number, share, space, rows, names, cancellationToken);
                    folder.Add(trial);
                    progress?.Report(trial);
                }

                finished.Add(trial);
            }

            remaining = [.. VaeTuningResult.Ranked(finished, options.Objective).Select(trial => trial.Number)];
        }
    }

    private VaeTrial RunTrial(
        int number,
        double share,
        SearchSpace space,
        TuningRows rows,
        string[] names,
        CancellationToken cancellationToken
    )
    {
        var watch = Stopwatch.StartNew();
        var (full, values) = space.Draw(number);
        var used = SearchSpace.Shortened(full, share);
        VaeTrial trial = new()
        {
            Number = number,
            EpochShare = share,
            Options = used,
            Values = values,
        };
        try
        {
            var fold = NewTrainer(space.ForFold(used));
            double[] objectives =
            [
                .. Enumerable
                    .Range(0, rows.FoldCount)
                    .Select(index =>
                        RunFold(fold, rows.Training(index), rows.HeldOut(index), names, cancellationToken)
                    ),
            ];
            // JSON has no numbers that are not finite.
            trial = Array.TrueForAll(objectives, double.IsFinite)
                ? trial with
                {
                    Objective = objectives.Average(),
                    FoldObjectives = objectives,
                }
                : trial with
                {
                    Failure = $"The objective {options.Objective} is not a finite number.",
                };
        }
        catch (VaeDivergenceException e) when (number > 0)
        {
            trial = trial with { Failure = e.Message };
        }

        return trial with
        {
            Seconds = watch.Elapsed.TotalSeconds,
        };
    }

    private double RunFold(
        VaeTrainer fold,
        IDataView training,
        IDataView heldOut,
        string[] names,
        CancellationToken cancellationToken
    )
    {
        using var scope = NewDisposeScope();
        using var trained = fold.Fit(training, names, cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Measure(trained, heldOut, training);
    }

    private VaeTuningResult Result(TrialFolder folder, VaeTuningObjective objective)
    {
        VaeTrial[] results = [.. folder.Results.Select(WithFunctions)];
        if (TrialBracket.CountFor(options) is not { } count)
        {
            return new(objective, results, shareDone: null);
        }

        // The folder can have more trials, of an earlier run with another number of trials.
        TrialBracket[] brackets =
        [
            .. Enumerable.Range(0, count).Select(index => TrialBracket.At(index, options.Method)),
        ];
        var trialCount = brackets[^1].FirstTrial + brackets[^1].Rungs[0].TrialCount;
        VaeTrial[] found = [.. results.Where(trial => trial.Number < trialCount)];
        return new(
            objective,
            found,
            (double)found.Length / brackets.Sum(bracket => bracket.Rungs.Sum(rung => rung.TrialCount))
        );
    }

    // Files have no functions. A custom network is not searched, so that trials have that of the options.
    private VaeTrial WithFunctions(VaeTrial trial) =>
        trial.Options.Network is CustomNetworkOptions && options.Training.Network is CustomNetworkOptions given
            ? trial with
            {
                Options = trial.Options with { Network = given },
            }
            : trial;
}
