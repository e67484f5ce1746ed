using TorchSharp;

namespace VaeMlNet.Benchmarks;

/// <summary>Trains with TorchSharp alone as a child process.</summary>
internal static class TorchSharpWorker
{
    /// <summary>Trains an epoch in each turn until there are no more turns.</summary>
    /// <param name="section">The network and data to train.</param>
    /// <param name="mnist">The folder of MNIST's files.</param>
    /// <param name="threads">The threads of an operator.</param>
    /// <param name="turns">The conversation with the parent.</param>
    public static void Run(TrainingSection section, string mnist, int threads, ChildTurns turns)
    {
        torch.set_num_threads(threads);
        torch.manual_seed(1);
        using var training = new PlainTraining(section, mnist);
        turns.Begin(TorchFacts.Read());
        while (turns.Await())
        {
            var (figures, loss) = MeasuredPass.Measure(training.RunEpoch);
            turns.End(new(figures.Seconds, figures.CpuSeconds, loss));
        }
    }
}
