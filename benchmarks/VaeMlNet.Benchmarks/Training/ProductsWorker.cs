using TorchSharp;

namespace VaeMlNet.Benchmarks;

/// <summary>Does nothing but a step's matrix products: by one thread of ours on whole batches, or by several on parts.</summary>
internal static class ProductsWorker
{
    /// <summary>Computes an epoch's products a turn until there are no more turns.</summary>
    /// <param name="section">Batch size and number of steps.</param>
    /// <param name="blasThreads">Threads of a product.</param>
    /// <param name="parts">Parts of a batch that are computed at the same time, a thread of ours each.</param>
    /// <param name="turns">The lines to the parent.</param>
    public static void Run(TrainingSection section, int blasThreads, int parts, ChildTurns turns)
    {
        torch.set_num_threads(blasThreads);
        StepProducts[] products =
        [
            .. Enumerable.Range(0, parts).Select(_ => new StepProducts(section.BatchSize / parts)),
        ];
        turns.Begin(TorchFacts.Read());
        while (turns.Await())
        {
            var figures = MeasuredPass.Of(() => RunAll(products, section.StepCount)).Figures;
            turns.End(new(figures.Seconds, figures.CpuSeconds, Loss: 0));
        }

        Array.ForEach(products, part => part.Dispose());
    }

    private static double RunAll(StepProducts[] products, int stepCount)
    {
        Thread[] others = [.. products[1..].Select(part => new Thread(() => part.Run(stepCount)))];
        Array.ForEach(others, thread => thread.Start());
        products[0].Run(stepCount);
        Array.ForEach(others, thread => thread.Join());
        return 0;
    }
}
