using static TorchSharp.torch;

namespace VaeMlNet.Cli;

/// <summary>The rows to train on, and those to judge by, as the kind of model takes them.</summary>
internal abstract class TrainingRows
{
    /// <summary>How many lines of progress a training prints at most.</summary>
    public virtual int MostProgressLines => int.MaxValue;

    /// <summary>What is trained on how many rows, for people.</summary>
    public abstract string Describe(VaeTrainerOptions options);

    /// <summary>Trains on the rows.</summary>
    /// <returns>The trained model; the caller disposes it.</returns>
    public abstract TrainedVae Fit(
        VaeTrainer trainer,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    );

    /// <summary>The first rows to train on, float32 [n, D] as the model takes them; the caller disposes them.</summary>
    public abstract Tensor ReadTraining(TrainedVae trained, int rowLimit = int.MaxValue);

    /// <summary>The first rows to judge by, which are those to train on where there are no others; the caller disposes them.</summary>
    public abstract Tensor ReadJudged(TrainedVae trained, int rowLimit = int.MaxValue);

    /// <summary>Says what was odd about the rows that were read last.</summary>
    public virtual void Warn(CommandTerminal terminal) { }
}
