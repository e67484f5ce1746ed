// A web API that scores rows: POST /score, GET /health, and GET /metrics for Prometheus.
// The setting "VaeScorers:detector:ModelFolder" names another model folder than "model" beside the program. Replace that folder, and the service takes the new model while it runs.
using OpenTelemetry.Metrics;
using Vae_Service;
using VaeMlNet;
using VaeMlNet.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder
    .Services.AddVaeScorer("detector", Path.Combine(AppContext.BaseDirectory, "model"))
    .AddVaeScorers(builder.Configuration.GetSection("VaeScorers"));
builder.Services.AddHealthChecks().AddVaeScorers();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("VaeMlNet").AddPrometheusExporter());

var app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.MapHealthChecks("/health");
app.MapPrometheusScrapingEndpoint();
app.MapPost(
    "/score",
    (Reading[] readings, [FromKeyedServices("detector")] VaeHostedScorer scorer) =>
    {
        if (Array.IndexOf(readings, null) is >= 0 and var missing)
        {
            return Results.Problem($"Reading {missing} is null.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            return Results.Ok(scorer.Score(readings));
        }
        catch (VaeRowException exception)
        {
            // The message names the folder of the model, which is not for clients.
            return Results.Problem(
                $"Reading {exception.Row}, '{exception.ColumnName}': {exception.Requirement ?? "the value cannot be used"}.",
                statusCode: StatusCodes.Status400BadRequest
            );
        }
    }
);
app.Run();
