namespace VaeMlNet.Data.Tests;

internal sealed class OrderedWorkTests
{
    [Test]
    [Proves(81)]
    public void Run_SlowItems_GivesResultsInTheOrderOfTheItems()
    {
        List<int> results = [];

        OrderedWork.Run(Enumerable.Range(0, 200), Work, results.Add, CancellationToken.None);

        Assert.That(results, Is.EqualTo(Enumerable.Range(0, 200)));

        static int Work(int item)
        {
            Thread.Sleep(item % 7 == 0 ? 3 : 0);
            return item;
        }
    }

    [Test]
    [Proves(83)]
    public void Run_ManyItems_ReadsOnlyAFewAhead()
    {
        var read = 0;
        var used = 0;
        var farthest = 0;

        OrderedWork.Run(
            Enumerable.Range(0, 500).Select(item => read = item + 1),
            item => item,
            _ => farthest = Math.Max(farthest, read - used++),
            CancellationToken.None
        );

        Assert.That(farthest, Is.LessThanOrEqualTo((2 * Environment.ProcessorCount) + 1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Run_AFailure_ThrowsItAfterAllWorkHasEnded(bool failsInWork)
    {
        var working = 0;

        Assert.That(
            () => OrderedWork.Run(Enumerable.Range(0, 100), Work, Use, CancellationToken.None),
            Throws.InstanceOf<InvalidDataException>()
        );
        Assert.That(working, Is.Zero);

        int Work(int item)
        {
            Interlocked.Increment(ref working);
            Thread.Sleep(item == 20 ? 0 : 2);
            Interlocked.Decrement(ref working);
            return failsInWork && item == 20 ? throw new InvalidDataException() : item;
        }

        void Use(int item)
        {
            if (!failsInWork && item == 20)
            {
                throw new InvalidDataException();
            }
        }
    }

    [Test]
    public void Run_Canceled_Throws()
    {
        using CancellationTokenSource cancellation = new();

        Assert.That(
            () =>
                OrderedWork.Run(
                    Enumerable.Range(0, 100),
                    item => item,
                    item =>
                    {
                        if (item == 20)
                        {
                            cancellation.Cancel();
                        }
                    },
                    cancellation.Token
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }
}
