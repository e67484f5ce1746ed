using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VaeMlNet.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that register scorers in the services of a host.</summary>
public static class VaeScorerServices
{
    /// <summary>
    /// Registers a scorer: a keyed service <see cref="VaeHostedScorer"/>, which is injected with <c>[FromKeyedServices("machines")]</c>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the scorer, such as <c>machines</c>. A second registration of the name changes the options of the first one.</param>
    /// <param name="modelFolder">The model folder, such as <c>onnx/machines</c>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddVaeScorer(this IServiceCollection services, string name, string modelFolder) =>
        services.AddVaeScorer(name, options => options.ModelFolder = modelFolder);

    /// <summary>Registers a scorer with options. They are checked, and the model is opened, when the host starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the scorer, as of <see cref="AddVaeScorer(IServiceCollection, string, string)"/>.</param>
    /// <param name="configure">Sets the options. <see cref="VaeHostedScorerOptions.ModelFolder"/> is required.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddVaeScorer(
        this IServiceCollection services,
        string name,
        Action<VaeHostedScorerOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddScorer(name).Configure(configure);
        return services;
    }

    /// <summary>Registers a scorer for each child of a section of the configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// The section, such as <c>VaeScorers</c>. The keys of its children are the names of the scorers, and their values are those of <see
    /// cref="VaeHostedScorerOptions"/>. A key that is no option is an error when the host starts. Later changes of the configuration are ignored.
    /// A key that differs from a registered name only in case, as those of environment variables often do, changes the options of that scorer.
    /// </param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddVaeScorers(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        foreach (var scorer in section.GetChildren())
        {
            var registered = services
                .Where(service => service.ServiceType == typeof(VaeHostedScorer))
                .Select(service => service.ServiceKey as string)
                .FirstOrDefault(name => scorer.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            services
                .AddScorer(registered ?? scorer.Key)
                .Bind(scorer, binding => binding.ErrorOnUnknownConfiguration = true);
        }

        return services;
    }

    /// <summary>Adds a health check with the name <c>vae-scorers</c>, which fails while a changed model folder is refused.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="failureStatus">
    /// The status of a failure. Default: <see cref="HealthStatus.Degraded"/>, because the scorers still have their previous models.
    /// </param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder AddVaeScorers(
        this IHealthChecksBuilder builder,
        HealthStatus failureStatus = HealthStatus.Degraded
    ) => builder.AddCheck<ScorersHealth>("vae-scorers", failureStatus);

    private static OptionsBuilder<VaeHostedScorerOptions> AddScorer(this IServiceCollection services, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ScorerMeter>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<VaeHostedScorerOptions>, HostedScorerOptionsValidator>()
        );
        services.AddHostedService<ModelFolderWatch>();
        services.TryAddKeyedSingleton(
            name,
            (provider, _) =>
                new VaeHostedScorer(
                    name,
                    provider.GetRequiredService<IOptionsMonitor<VaeHostedScorerOptions>>().Get(name),
                    provider.GetRequiredService<ScorerMeter>(),
                    provider.GetRequiredService<ILogger<VaeHostedScorer>>(),
                    provider.GetRequiredService<TimeProvider>()
                )
        );
        return services.AddOptions<VaeHostedScorerOptions>(name).ValidateOnStart();
    }
}
