using TorchSharp;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Computes only the matrix products of training steps: on one thread with whole batches, or on several threads with parts
/// of them.
/// </summary>
internal static class ProductsWorker
{
    /// <summary>Computes the products of an epoch in each turn until there are no more turns.</summary>
    /// <param name="section">The section, with batch size and number of steps.</param>
    /// <param name="threads">The threads of a product.</param>
    /// <param name="parts">The number of parts of a batch. Each has its own thread.</param>
    /// <param name="turns">The conversation with the parent.</param>
    public static void Run(TrainingSection section, int threads, int parts, ChildTurns turns)
    {
        torch.set_num_threads(threads);
        StepProducts[] products =
        [
            .. Enumerable.Range(0, parts).Select(_ => new StepProducts(section.BatchSize / parts)),
        ];
        turns.Begin(TorchFacts.Read());
        while (turns.Await())
        {
            var figures = MeasuredPass.Measure(() => RunAll(products, threads, section.StepCount)).Figures;
            turns.End(new(figures.Seconds, figures.CpuSeconds, Loss: 0));
        }

        Array.ForEach(products, part => part.Dispose());
    }

    private static double RunAll(StepProducts[] products, int threads, int stepCount)
    {
        Thread[] others = [.. products[1..].Select(part => new Thread(() => Run(part)))];
        Array.ForEach(others, thread => thread.Start());
        products[0].Run(stepCount);
        Array.ForEach(others, thread => thread.Join());
        return 0;

        void Run(StepProducts part)
        {
            // MKL has a number of threads for each thread that calls it. Without this call, a new thread has that of the machine.
            torch.set_num_threads(threads);
            part.Run(stepCount);
        }
    }
}
